import type { Operation } from '../http/call';

export const abortMultipartUpload: Operation = {
  name: 'AbortMultipartUpload',
  writes: true,
  async run({ request, store }) {
    const { uploads } = store.bucket(request.bucket);
    const uploadId = request.query.get('uploadId') ?? '';
    await uploads.end(request.key, uploadId, async () => new Set());
    return { status: 204 };
  },
};
