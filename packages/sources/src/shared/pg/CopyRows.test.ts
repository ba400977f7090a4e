import { CopyRows } from './CopyRows';

const DUMP = `-- comment
COPY public.orders (id, note) FROM stdin;
1\tone
2\tCOPY public.fake (x) FROM stdin;
3\t\\\\.
\\.

COPY shop."odd ""name" (x) FROM stdin;
\\.
SELECT 'COPY nothing';
COPY public.lines FROM stdin;
${'long '.repeat(500)}

\\.
-- PostgreSQL database dump complete
`;

it.each([1, 2, 3, 7, 64, 10_000])(
  'counts rows, however the bytes are cut (%d)',
  size => {
    const counter = CopyRows.create();
    const bytes = Buffer.from(DUMP);
    for (let at = 0; at < bytes.length; at += size) {
      counter.add(bytes.subarray(at, at + size));
    }
    expect(counter.rows).toEqual({
      'public.orders': 3,
      'shop.odd "name': 0,
      'public.lines': 2,
    });
    expect(counter.tail.endsWith('dump complete\n')).toBe(true);
    expect(counter.tail.length).toBeLessThanOrEqual(1024);
  },
);
