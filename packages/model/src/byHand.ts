const PLAIN = /^[A-Za-z0-9_@%+=:,./-]+$/;

function quoted(text: string): string {
  return PLAIN.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/**
 * A manifest's line by hand, with the place filled in that the manifest does
 * not know: bucket, full key of the run's folder, and the endpoint where it is
 * not AWS. What a shell would read otherwise is quoted.
 * @public
 */
export function byHand(
  line: string,
  place: { bucket: string; folderKey: string; endpoint?: string | null },
): string {
  const { bucket, folderKey, endpoint } = place;
  const filled = line.replace(/\{s3\}(\/\S+)?/g, (_, key: string = '') =>
    quoted(`s3://${bucket}/${folderKey}${key}`),
  );
  return endpoint
    ? filled.replace(/^aws /, () => `aws --endpoint-url ${quoted(endpoint)} `)
    : filled;
}
