import { ErrorCode, Problem, problemSchema } from './error';
import { explain } from './explain';

/**
 * An error with a stable code, what was seen, and a remedy. Title and hint
 * come from the table of {@link explain}; `details` fill its braces. Details
 * must never hold a secret.
 * @public
 */
export class UnderstudyError extends Error {
  readonly code: ErrorCode;
  readonly details: Record<string, unknown>;
  readonly title: string;
  readonly hint: string;
  /** Clean-up failures that came after this one; they never hide it. */
  readonly also: Problem[] = [];

  constructor(
    code: ErrorCode,
    details: Record<string, unknown> = {},
    options: { cause?: unknown; message?: string; hint?: string } = {},
  ) {
    const words = explain(code, details);
    super(options.message ?? words.message, { cause: options.cause });
    this.name = 'UnderstudyError';
    this.code = code;
    this.details = details;
    this.title = words.title;
    this.hint = options.hint ?? words.hint;
  }

  /** The error as it is stored and answered. */
  toProblem(): Problem {
    return problemSchema.parse({
      code: this.code,
      title: this.title,
      message: this.message,
      hint: this.hint,
      details: this.details,
    });
  }

  /** Wraps what is not ours as a `defect`, so that nothing goes unnamed. */
  static from(error: unknown): UnderstudyError {
    if (error instanceof UnderstudyError) return error;
    const seen = error instanceof Error ? error.message : String(error);
    return new UnderstudyError('defect', { seen }, { cause: error });
  }

  /** The way back from IPC or a row. */
  static fromProblem(problem: Problem): UnderstudyError {
    return new UnderstudyError(problem.code, problem.details, {
      message: problem.message,
      hint: problem.hint,
    });
  }
}
