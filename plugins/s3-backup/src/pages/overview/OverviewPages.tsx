import { Route, Routes } from '../../live/router';
import { NoSuchPage } from '../NoSuchPage';
import { OverviewPage } from './OverviewPage';

/** What lies below the Overview tab. */
export function OverviewPages() {
  return (
    <Routes>
      <Route index element={<OverviewPage />} />
      <Route path="*" element={<NoSuchPage />} />
    </Routes>
  );
}
