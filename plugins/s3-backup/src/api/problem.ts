import { ResponseError } from '@backstage/errors';
import { z } from 'zod';

/**
 * What went wrong, as the pages show it: what we saw, what to do, and where
 * the input was wrong.
 */
export interface ApiProblem {
  status: number | null;
  code: string | null;
  title: string | null;
  message: string;
  hint: string | null;
  details: Record<string, unknown>;
  /** Messages of single fields, by path such as `schedule.at`. */
  fields: Record<string, string>;
}

const issueSchema = z.object({
  path: z.union([z.string(), z.array(z.union([z.string(), z.number()]))]),
  message: z.string(),
});

const bodySchema = z.object({
  code: z.string().optional(),
  title: z.string().optional(),
  message: z.string().optional(),
  hint: z.string().nullish(),
  details: z.record(z.string(), z.unknown()).optional(),
  issues: z.array(issueSchema).optional(),
  fields: z.record(z.string(), z.string()).optional(),
});

function fieldsOf(body: z.infer<typeof bodySchema>): Record<string, string> {
  const details = body.details ?? {};
  const fields = z
    .record(z.string(), z.string())
    .safeParse(body.fields ?? details.fields);
  if (fields.success) return fields.data;
  const issues = z
    .array(issueSchema)
    .safeParse(body.issues ?? details.issues ?? []);
  if (!issues.success) return {};
  return Object.fromEntries(
    issues.data.map(issue => [[issue.path].flat().join('.'), issue.message]),
  );
}

/** A failure that already has its words; the fixtures throw it. */
export class ApiError extends Error {
  readonly problem: ApiProblem;

  private constructor(problem: ApiProblem) {
    super(problem.message);
    this.name = 'ApiError';
    this.problem = problem;
  }

  static create(problem: Partial<ApiProblem> & { message: string }): ApiError {
    return new ApiError({
      status: null,
      code: null,
      title: null,
      hint: null,
      details: {},
      fields: {},
      ...problem,
    });
  }
}

/**
 * Reads any failure: an answer of our backend (its words are kept), another
 * answer, or a network that is down.
 */
export function toApiProblem(error: unknown): ApiProblem {
  const nothing = {
    status: null,
    code: null,
    title: null,
    hint: null,
    details: {},
    fields: {},
  };
  if (error instanceof ApiError) return error.problem;
  if (error instanceof ResponseError) {
    const raw = (error.body as { error?: unknown } | undefined)?.error;
    const parsed = bodySchema.safeParse(raw);
    const body = parsed.success ? parsed.data : {};
    return {
      status: error.statusCode,
      code: body.code ?? null,
      title: body.title ?? null,
      message: body.message ?? error.message,
      hint: body.hint ?? null,
      details: body.details ?? {},
      fields: fieldsOf(body),
    };
  }
  if (error instanceof z.ZodError) {
    return {
      ...nothing,
      code: 'defect',
      message: error.issues
        .slice(0, 3)
        .map(issue => `${issue.path.join('.')}: ${issue.message}`)
        .join('; '),
    };
  }
  return {
    ...nothing,
    message: error instanceof Error ? error.message : String(error),
  };
}
