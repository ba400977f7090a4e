import { Transform } from 'node:stream';

/** Bytes at a line's beginning in which a definer can stand. */
const HEAD = 512;
const NEWLINE = 10;

/** What tools begin the lines of routines, triggers, events and views with. */
const MADE_BY_SOMEBODY = /^(?:\/\*!50\d{3} |CREATE )/;
const DEFINER = /DEFINER=`(?:[^`]|``)*`@`(?:[^`]|``)*`/g;

/**
 * Takes the definers out of a dump for a drill, so that what it makes belongs
 * to whoever runs it: a role without rights may not make things in the name of
 * others. Rows stand in lines of their own, which are passed on as they are.
 */
export function withoutDefiners(): Transform {
  let head: Buffer = Buffer.alloc(0);
  let isHead = true;
  const cleaned = (line: Buffer): Buffer => {
    const text = line.toString('latin1');
    return MADE_BY_SOMEBODY.test(text)
      ? Buffer.from(text.replace(DEFINER, ''), 'latin1')
      : line;
  };
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      let at = 0;
      while (at < chunk.length) {
        const newline = chunk.indexOf(NEWLINE, at);
        const end = newline < 0 ? chunk.length : newline + 1;
        const part = chunk.subarray(at, end);
        at = end;
        if (!isHead) this.push(part);
        else {
          head = Buffer.concat([head, part]);
          if (newline >= 0 || head.length >= HEAD) {
            this.push(cleaned(head));
            head = Buffer.alloc(0);
            isHead = false;
          }
        }
        if (newline >= 0) isHead = true;
      }
      done();
    },
    flush(done) {
      done(null, cleaned(head));
    },
  });
}
