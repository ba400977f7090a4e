import { Route, Routes } from '../../live/router';
import { NoSuchPage } from '../NoSuchPage';
import { SettingsPage } from './SettingsPage';

/** What lies below the Settings tab. */
export function SettingsPages() {
  return (
    <Routes>
      <Route index element={<SettingsPage />} />
      <Route path="keys" element={<SettingsPage />} />
      <Route path="*" element={<NoSuchPage />} />
    </Routes>
  );
}
