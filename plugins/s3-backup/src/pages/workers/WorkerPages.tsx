import { Route, Routes } from '../../live/router';
import { NoSuchPage } from '../NoSuchPage';
import { WorkersPage } from './WorkersPage';

/** What lies below the Workers tab. */
export function WorkerPages() {
  return (
    <Routes>
      <Route index element={<WorkersPage />} />
      <Route path="*" element={<NoSuchPage />} />
    </Routes>
  );
}
