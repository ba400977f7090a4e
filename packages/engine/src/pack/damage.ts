/**
 * What is wrong with the bytes, said without the artifact's name, which the
 * stages do not know. `unpackStream` makes `backup-damaged` of it.
 */
export class Damage extends Error {
  override readonly name = 'Damage';
}
