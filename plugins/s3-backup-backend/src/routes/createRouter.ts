import type {
  AuditorService,
  HttpAuthService,
} from '@backstage/backend-plugin-api';
import { createValidatedOpenApiRouter } from '@backstage/backend-openapi-utils';
import { InputError } from '@backstage/errors';
import express, { Request, RequestHandler, Router } from 'express';
import PromiseRouter from 'express-promise-router';
import type { z } from 'zod';
import { audited } from '../audit';
import { wordsOf } from '../catalogue/sourceOptions';
import type { IdempotencyStore } from '../database/IdempotencyStore';
import openApi from '../openapi/openapi.json';
import { callerOf } from '../service/caller';
import type { Services } from '../service/Services';
import { asLines, wantsLines } from './asLines';
import { translateErrors } from './errors';
import { once } from './idempotency';
import { routes } from './index';
import type { Route, RouteRequest } from './route';

/** @internal */
export interface RouterOptions {
  services: Services;
  httpAuth: HttpAuthService;
  auditor: AuditorService;
  idempotency: IdempotencyStore;
  fingerprint(text: string): string;
  /** For tests: answers that differ from the OpenAPI file become errors. */
  validateResponses?: boolean;
}

function parse<T>(
  schema: z.ZodType<T> | undefined,
  value: unknown,
  what: string,
): T {
  if (!schema) return undefined as T;
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new InputError(wordsOf(parsed.error, what));
  return parsed.data;
}

function expectedVersion(request: Request): string {
  const header = request.header('if-match');
  if (!header) {
    throw new InputError(
      'If-Match is missing: send the ETag that you read, so that nobody’s change is lost',
    );
  }
  return header.replace(/^W\//, '').replace(/^"|"$/g, '');
}

function handlerOf(route: Route, options: RouterOptions): RequestHandler {
  const { services, httpAuth, auditor, idempotency, fingerprint } = options;
  const usual = route.status ?? (route.answer ? 200 : 204);
  return async (request, response) => {
    const credentials = await httpAuth.credentials(request);
    // A portal's pages often come from another origin; they need both.
    response.append('Access-Control-Expose-Headers', 'ETag, Date');
    // An ETag is the version of what PUT sets, not of what is told beside it,
    // such as health and last runs: nobody may take an old answer for new.
    response.set('Cache-Control', 'no-store');
    delete request.headers['if-none-match'];
    const parsed: RouteRequest<unknown, unknown, unknown> = {
      credentials,
      params: parse(route.params, request.params, 'path'),
      query: parse(route.query, request.query, 'query'),
      body: parse(route.body, request.body, 'body'),
      expect:
        route.etag && route.method === 'put' ? expectedVersion(request) : '',
    };
    if (route.lines && wantsLines(request)) {
      await asLines(response, async watch => {
        await route.handle(services, { ...parsed, watch });
      });
      return;
    }
    const work = async () => {
      const answer = await audited(auditor, route.audit, request, () =>
        route.handle(services, parsed),
      );
      if (answer.version) response.set('ETag', `"${answer.version}"`);
      return { status: answer.status ?? usual, body: answer.body };
    };
    const key = route.idempotent && request.header('idempotency-key');
    const { status, body } = key
      ? await once(
          {
            store: idempotency,
            key,
            caller: callerOf(credentials).by,
            target: `${route.method} ${request.path}`,
            body: request.body,
            fingerprint,
          },
          work,
        )
      : await work();
    response.status(status);
    if (body === undefined) response.end();
    else response.json(body);
  };
}

/** HTTP to services, by the list of routes. @internal */
export function createRouter(options: RouterOptions): Router {
  const router = PromiseRouter();
  router.get('/openapi.json', (_request, response) => {
    response.json(openApi);
  });
  const validated = createValidatedOpenApiRouter(openApi as never, {
    middleware: [express.json({ limit: '1mb' })],
    validatorOptions: { validateResponses: options.validateResponses ?? false },
  }) as unknown as Router;
  for (const route of routes) {
    validated[route.method](route.path, handlerOf(route, options));
  }
  router.use(validated);
  router.use(translateErrors);
  return router;
}
