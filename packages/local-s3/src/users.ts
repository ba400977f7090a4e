import { z } from 'zod';
import { type PolicyDocument, policySchema } from './policy/document';

/**
 * Somebody who may sign requests.
 *
 * @public
 */
export interface LocalS3User {
  /** As AWS gives them. */
  accessKeyId: string;
  /** Never shown again by this endpoint. */
  secretAccessKey: string;
  /** Gets AccessDenied on every write. */
  readOnly?: boolean;
  /** Who it is in messages and policies; a user named like the key if not given. */
  arn?: string;
  /** What it may do; everything if not given. */
  policy?: PolicyDocument;
  /** Makes temporary credentials of it: requests must carry this token. */
  sessionToken?: string;
  /** When temporary credentials end, in milliseconds. */
  expires?: number;
}

// Not strict: the AWS SDK adds a field to a credentials object that is given to it, too.
export const userSchema = z.object({
  accessKeyId: z.string().regex(/^[\w.-]{3,128}$/),
  secretAccessKey: z.string().min(1),
  readOnly: z.boolean().default(false),
  arn: z
    .string()
    .regex(/^arn:aws:(iam|sts)::\d{12}:[\w+=,.@/-]+$/)
    .optional(),
  policy: policySchema.optional(),
  sessionToken: z.string().min(1).optional(),
  expires: z.number().optional(),
});
export type User = z.infer<typeof userSchema>;

/**
 * Who may sign requests at present.
 *
 * @public
 */
export class Users {
  private readonly byKey = new Map<string, User>();

  /** @internal */
  static create(users: User[]): Users {
    const made = new Users();
    for (const user of users) made.byKey.set(user.accessKeyId, user);
    return made;
  }

  private constructor() {}

  /** Adds somebody, or takes the place of whoever had this access key. */
  add(user: LocalS3User): void {
    this.byKey.set(user.accessKeyId, userSchema.parse(user));
  }

  /** From now on, requests with this access key are refused. */
  remove(accessKeyId: string): void {
    this.byKey.delete(accessKeyId);
  }

  /** @internal */
  find(accessKeyId: string): User | undefined {
    return this.byKey.get(accessKeyId);
  }
}
