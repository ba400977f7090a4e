import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type { z } from 'zod';
import type { Audit } from '../audit';
import type { Services } from '../service/Services';

/** What a handler gets: parsed, and whose it is. @internal */
export interface RouteRequest<P, Q, B> {
  params: P;
  query: Q;
  body: B;
  credentials: BackstageCredentials;
  /** Version that `If-Match` names; routes with `etag` and PUT always have it. */
  expect: string;
  /** Of a route with `lines`, where they are asked for. */
  watch?: { tell(line: unknown): void; signal: AbortSignal };
}

/** What a handler answers. @internal */
export interface RouteAnswer<A> {
  body?: A;
  /** Version, for the ETag. */
  version?: string;
  /** Where it is not the route's own. */
  status?: number;
}

/**
 * One route: the OpenAPI file, the router and the matrix of rights are made
 * from the same list.
 * @internal
 */
export interface Route<P = any, Q = any, B = any, A = any> {
  method: 'get' | 'post' | 'put' | 'delete';
  /** Express style, `/plans/:name`. */
  path: string;
  id: string;
  summary: string;
  tag: string;
  params?: z.ZodObject;
  query?: z.ZodObject;
  body?: z.ZodType;
  answer?: z.ZodType;
  /** Default: 200, or 204 without an answer. */
  status?: number;
  /** Another status with another answer, e.g. of a dry run. */
  or?: { status: number; answer: z.ZodType };
  /** Told line by line, too, to those who accept `application/x-ndjson`. */
  lines?: z.ZodType;
  /** The answer has an ETag; a PUT needs `If-Match`. */
  etag?: boolean;
  /** Takes `Idempotency-Key`. */
  idempotent?: boolean;
  audit?: Audit;
  handle(
    services: Services,
    request: RouteRequest<P, Q, B>,
  ): Promise<RouteAnswer<A>>;
}

type Parsed<T> = T extends z.ZodType ? z.output<T> : undefined;

/** Gives a handler the types of its schemas. @internal */
export function route<
  P extends z.ZodObject | undefined = undefined,
  Q extends z.ZodObject | undefined = undefined,
  B extends z.ZodType | undefined = undefined,
  A extends z.ZodType | undefined = undefined,
  O extends { status: number; answer: z.ZodType } | undefined = undefined,
>(
  definition: Omit<
    Route,
    'params' | 'query' | 'body' | 'answer' | 'or' | 'handle'
  > & {
    params?: P;
    query?: Q;
    body?: B;
    answer?: A;
    or?: O;
    handle(
      services: Services,
      request: RouteRequest<Parsed<P>, Parsed<Q>, Parsed<B>>,
    ): Promise<
      RouteAnswer<
        Parsed<A> | (O extends { answer: infer T } ? Parsed<T> : never)
      >
    >;
  },
): Route {
  return definition as unknown as Route;
}
