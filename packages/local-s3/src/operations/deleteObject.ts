import type { Operation } from '../http/call';
import { preconditionFailed } from '../errors';

export const deleteObject: Operation = {
  name: 'DeleteObject',
  writes: true,
  async run({ request, store, effects }) {
    const ifMatch = request.headers.get('if-match')?.replace(/^"|"$/g, '');
    await store.bucket(request.bucket).delete(request.key, current => {
      if (ifMatch === undefined || effects.ignoreConditions || !current) return;
      if (ifMatch !== '*' && ifMatch !== current.etag) {
        throw preconditionFailed({ Condition: 'If-Match' });
      }
    });
    return { status: 204 };
  },
};
