import { Route, Routes } from '../../live/router';
import { NoSuchPage } from '../NoSuchPage';
import { DestinationFormPage } from './DestinationFormPage';
import { DestinationPage } from './DestinationPage';
import { DestinationsPage } from './DestinationsPage';

/** What lies below the Destinations tab. */
export function DestinationPages() {
  return (
    <Routes>
      <Route index element={<DestinationsPage />} />
      <Route path="new" element={<DestinationFormPage />} />
      <Route path=":destinationName" element={<DestinationPage />} />
      <Route path=":destinationName/edit" element={<DestinationFormPage />} />
      <Route path="*" element={<NoSuchPage />} />
    </Routes>
  );
}
