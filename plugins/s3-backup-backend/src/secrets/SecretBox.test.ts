import { randomBytes } from 'node:crypto';
import { SecretBox } from './SecretBox';

const place = { table: 'destinations', row: 'main', field: 'secretAccessKey' };

describe('SecretBox', () => {
  const [older, newer] = [randomBytes(32), randomBytes(32)];

  it('opens what it sealed, each time sealed otherwise', () => {
    const box = SecretBox.create({ keys: [newer] });
    const sealed = box.seal(place, 'wasser');
    expect(box.open(place, sealed)).toBe('wasser');
    expect(box.seal(place, 'wasser').sealed).not.toBe(sealed.sealed);
    expect(Buffer.from(sealed.sealed, 'base64').includes('wasser')).toBe(false);
  });

  it('opens with an older key, seals with the newest', () => {
    const sealed = SecretBox.create({ keys: [older] }).seal(place, 'wasser');
    const box = SecretBox.create({ keys: [newer, older] });
    expect(box.open(place, sealed)).toBe('wasser');
    expect(box.seal(place, 'x').keyId).toBe(box.currentKeyId);
    expect(sealed.keyId).not.toBe(box.currentKeyId);
  });

  it.each([
    { ...place, table: 'plans' },
    { ...place, row: 'other' },
    { ...place, field: 'sessionToken' },
  ])('opens nowhere else: %j', elsewhere => {
    const box = SecretBox.create({ keys: [newer] });
    const sealed = box.seal(place, 'wasser');
    expect(() => box.open(elsewhere, sealed)).toThrow(/changed or moved/);
  });

  it('refuses changed bytes, a missing key, and sealing without one', () => {
    const box = SecretBox.create({ keys: [newer] });
    const sealed = box.seal(place, 'wasser');
    const bytes = Buffer.from(sealed.sealed, 'base64');
    bytes[bytes.length - 1] += 1;
    expect(() =>
      box.open(place, { ...sealed, sealed: bytes.toString('base64') }),
    ).toThrow(/changed or moved/);
    expect(() =>
      SecretBox.create({ keys: [older] }).open(place, sealed),
    ).toThrow(/not among s3Backup.secretKeys/);
    expect(() => SecretBox.create({ keys: [] }).seal(place, 'x')).toThrow(
      expect.objectContaining({ code: 'secret-key-missing' }),
    );
  });
});
