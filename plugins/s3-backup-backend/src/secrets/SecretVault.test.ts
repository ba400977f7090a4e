import { TestDatabases } from '@backstage/backend-test-utils';
import { randomBytes } from 'node:crypto';
import { migrate } from '../database/migrate';
import { SecretsStore } from '../database/SecretsStore';
import { SecretBox } from './SecretBox';
import { SecretVault } from './SecretVault';

jest.setTimeout(60_000);

const place = { table: 'destinations', row: 'main', field: 'secretAccessKey' };

describe('SecretVault', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });

  it.each(databases.eachSupportedId())(
    'keeps, refers, and seals anew on %s',
    async id => {
      const knex = await databases.init(id);
      await migrate(knex);
      const store = SecretsStore.create({ knex });
      const [older, newer] = [randomBytes(32), randomBytes(32)];
      const vaultWith = (keys: Buffer[]) =>
        SecretVault.create({
          store,
          box: SecretBox.create({ keys }),
          configured: { webshopDb: 'from config' },
        });
      const before = vaultWith([older]);
      const keep = { set: true as const, updatedAt: null };
      await expect(before.put(place, keep, 'me')).rejects.toThrow(/enter it/);
      await before.put(place, 'wasser', 'me');
      await before.put(place, keep, 'somebody');
      expect(await before.get(place)).toBe('wasser');
      expect(await before.state(place)).toMatchObject({
        set: true,
        updatedBy: 'me',
      });

      const reference = { ...place, row: 'referring' };
      await before.put(
        reference,
        { $config: 's3Backup.secrets.webshopDb' },
        'me',
      );
      expect(await before.get(reference)).toBe('from config');
      await expect(
        before.put(reference, { $config: 's3Backup.secrets.none' }, 'me'),
      ).rejects.toMatchObject({ code: 'options-invalid' });

      const both = vaultWith([newer, older]);
      expect(await both.reseal()).toBe(1);
      expect(await both.reseal()).toBe(0);
      expect(await vaultWith([newer]).get(place)).toBe('wasser');
      await expect(before.get(place)).rejects.toMatchObject({
        code: 'secret-key-missing',
      });
      await both.forget({ table: 'destinations', row: 'main' });
      expect(await both.get(place)).toBeUndefined();
      expect(await both.get(reference)).toBe('from config');
    },
  );
});
