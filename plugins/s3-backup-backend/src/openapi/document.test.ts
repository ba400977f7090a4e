import { routes } from '../routes';
import { createDocument } from './document';
import checkedIn from './openapi.json';

describe('openapi.json', () => {
  it('is what the routes and their schemas make', () => {
    // Where this fails: yarn openapi:write
    expect(JSON.parse(JSON.stringify(createDocument(routes)))).toEqual(
      checkedIn,
    );
  });

  it('names each operation once, and answers with JSON or nothing', () => {
    const ids = routes.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('marks what is written only nowhere as an answer', () => {
    const { schemas } = checkedIn.components as unknown as {
      schemas: Record<string, { properties?: object }>;
    };
    expect(Object.keys(schemas.Destination.properties ?? {})).not.toContain(
      'secret',
    );
    expect(JSON.stringify(schemas.Key)).not.toContain('identity"');
  });
});
