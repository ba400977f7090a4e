import { Route, Routes } from '../../live/router';
import { NoSuchPage } from '../NoSuchPage';
import { PlanFormPage } from './PlanFormPage';
import { PlanPage } from './PlanPage';
import { PlansPage } from './PlansPage';

/** What lies below the Plans tab. */
export function PlanPages() {
  return (
    <Routes>
      <Route index element={<PlansPage />} />
      <Route path="new" element={<PlanFormPage />} />
      <Route path=":planName" element={<PlanPage />} />
      <Route path=":planName/edit" element={<PlanFormPage />} />
      <Route path="*" element={<NoSuchPage />} />
    </Routes>
  );
}
