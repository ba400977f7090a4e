import { InsertRows } from './InsertRows';

const DUMP = `-- comment
/*!40101 SET NAMES utf8mb4 */;
INSERT INTO \`one line\` VALUES (1,'a'),(2,'b),(\\'x'),(3,NULL);
INSERT INTO \`one line\` VALUES (4,'it''s; (');
INSERT INTO \`a line each\` VALUES
(1,'\\\\'),
(2,_binary 0x00FF),
(3,'INSERT INTO \`no\` VALUES (1)');
INSERT INTO \`with columns\` (\`a\`, \`b\`) VALUES (1,2),(3,4);
DELIMITER ;;
CREATE PROCEDURE p() BEGIN
INSERT INTO \`body\` VALUES (1);
END ;;
DELIMITER ;
INSERT INTO \`odd\`\`name\` VALUES (${"'long',".repeat(300)}1);
${'-'.repeat(3000)}
-- Dump completed on 2026-11-21 17:06:38
`;

it.each([1, 2, 3, 7, 64, 10_000])(
  'counts rows, however the bytes are cut (%d)',
  size => {
    const counter = InsertRows.create();
    const bytes = Buffer.from(DUMP);
    for (let at = 0; at < bytes.length; at += size) {
      counter.add(bytes.subarray(at, at + size));
    }
    expect(counter.rows).toEqual({
      'one line': 4,
      'a line each': 3,
      'with columns': 2,
      'odd`name': 1,
    });
    expect(counter.tail).toContain('-- Dump completed on');
  },
);
