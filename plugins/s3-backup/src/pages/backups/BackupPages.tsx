import { Route, Routes } from '../../live/router';
import { NoSuchPage } from '../NoSuchPage';
import { BackupPage } from './BackupPage';
import { BackupsPage } from './BackupsPage';
import { EvidencePage } from './EvidencePage';
import { RestorePage } from './RestorePage';

/** What lies below the Backups tab. */
export function BackupPages() {
  return (
    <Routes>
      <Route index element={<BackupsPage />} />
      <Route path=":backupId" element={<BackupPage />} />
      <Route path=":backupId/evidence" element={<EvidencePage />} />
      <Route path=":backupId/restore" element={<RestorePage />} />
      <Route path="*" element={<NoSuchPage />} />
    </Routes>
  );
}
