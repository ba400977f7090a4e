/**
 * Props that show a message under a field at once. A field has no prop for
 * its message: `validate` in ARIA mode is the one way, and `isInvalid` beside
 * it would hide the message.
 */
export function fieldError(message: string | undefined): {
  validationBehavior: 'aria';
  validate: () => string | null;
} {
  return { validationBehavior: 'aria', validate: () => message ?? null };
}
