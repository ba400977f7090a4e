import { z } from 'zod';
import type { Route } from '../routes/route';
import { answerSchemas, inputSchemas } from './schemas';

type Json = Record<string, unknown>;

const ERROR: Json = {
  description: 'An error, with its code, title and hint where it has a remedy',
  content: {
    'application/json': { schema: { $ref: '#/components/schemas/Error' } },
  },
};

const ERROR_SCHEMA: Json = {
  type: 'object',
  required: ['error'],
  properties: {
    error: {
      type: 'object',
      required: ['name', 'message'],
      properties: {
        name: { type: 'string' },
        message: { type: 'string' },
        code: { type: 'string' },
        title: { type: 'string' },
        hint: { type: 'string' },
        details: { type: 'object' },
      },
    },
  },
};

/** zod writes a 300-character pattern beside it, which errors would repeat. */
function plainDates({ jsonSchema }: { jsonSchema: Json }): void {
  if (jsonSchema.format === 'date-time') delete jsonSchema.pattern;
}

function registryOf(schemas: Record<string, z.ZodType>) {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(schemas)) {
    registry.add(schema, { id });
  }
  return registry;
}

function componentsOf(
  schemas: Record<string, z.ZodType>,
  io: 'input' | 'output',
): Json {
  const { schemas: made } = z.toJSONSchema(registryOf(schemas), {
    io,
    unrepresentable: 'any',
    override: plainDates as never,
    uri: id => `#/components/schemas/${id}`,
  });
  return Object.fromEntries(
    Object.entries(made).map(([id, { $schema, $id, ...schema }]) => [
      id,
      schema,
    ]),
  );
}

function nameIn(schemas: Record<string, z.ZodType>, schema: z.ZodType): string {
  const found = Object.entries(schemas).find(([, each]) => each === schema);
  if (!found)
    throw new Error('A schema of a route has no name in openapi/schemas');
  return found[0];
}

const contentOf = (schemas: Record<string, z.ZodType>, schema: z.ZodType) => ({
  'application/json': {
    schema: { $ref: `#/components/schemas/${nameIn(schemas, schema)}` },
  },
});

/** For those who watch: each line is one JSON text. */
const linesOf = (schema: z.ZodType) => ({
  'application/x-ndjson': {
    schema: { $ref: `#/components/schemas/${nameIn(answerSchemas, schema)}` },
  },
});

/** Query values are text: what zod makes of them is not for the file to say. */
function parametersOf(route: Route): Json[] {
  const of = (place: 'path' | 'query', schema: z.ZodObject | undefined) =>
    Object.entries(schema?.shape ?? {}).map(([name, property]) => {
      const {
        $schema,
        default: _default,
        ...json
      } = z.toJSONSchema(property as z.ZodType, {
        io: 'output',
        unrepresentable: 'any',
        override: plainDates as never,
      }) as Json;
      return {
        name,
        in: place,
        required: place === 'path',
        schema: Object.keys(json).length > 0 ? json : { type: 'string' },
      };
    });
  const headers: Json[] = [];
  if (route.etag && route.method === 'put') {
    headers.push({
      name: 'If-Match',
      in: 'header',
      required: false,
      description: 'The ETag that was read; a request without it is refused',
      schema: { type: 'string' },
    });
  }
  if (route.idempotent) {
    headers.push({
      name: 'Idempotency-Key',
      in: 'header',
      required: false,
      description: 'Repeated within 24 hours it gets the first answer',
      schema: { type: 'string', maxLength: 255 },
    });
  }
  return [...of('path', route.params), ...of('query', route.query), ...headers];
}

function operationOf(route: Route): Json {
  const { answer, or } = route;
  const status = route.status ?? (answer ? 200 : 204);
  const answers: Json = {
    [status]: answer
      ? {
          description: 'Done',
          content: {
            ...contentOf(answerSchemas, answer),
            ...(route.lines && linesOf(route.lines)),
          },
        }
      : { description: 'Done' },
    ...(or && {
      [or.status]: {
        description: 'Looked, nothing done',
        content: contentOf(answerSchemas, or.answer),
      },
    }),
    default: ERROR,
  };
  const parameters = parametersOf(route);
  return {
    operationId: route.id,
    summary: route.summary,
    tags: [route.tag],
    ...(parameters.length > 0 && { parameters }),
    ...(route.body && {
      requestBody: {
        required: true,
        content: contentOf(inputSchemas, route.body),
      },
    }),
    responses: answers,
  };
}

/** The OpenAPI file, made from the routes and their schemas. @internal */
export function createDocument(routes: Route[]): Json {
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method]: operationOf(route) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'S3 backups',
      version: '1',
      description: 'API of the Backstage plugin s3-backup.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    paths,
    components: {
      schemas: {
        Error: ERROR_SCHEMA,
        ...componentsOf(inputSchemas, 'input'),
        ...componentsOf(answerSchemas, 'output'),
      },
    },
  };
}
