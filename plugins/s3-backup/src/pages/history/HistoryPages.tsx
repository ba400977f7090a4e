import { Route, Routes } from '../../live/router';
import { NoSuchPage } from '../NoSuchPage';
import { HistoryPage } from './HistoryPage';
import { RunPage } from './RunPage';

/** What lies below the History tab. */
export function HistoryPages() {
  return (
    <Routes>
      <Route index element={<HistoryPage />} />
      <Route path=":runId" element={<RunPage />} />
      <Route path="*" element={<NoSuchPage />} />
    </Routes>
  );
}
