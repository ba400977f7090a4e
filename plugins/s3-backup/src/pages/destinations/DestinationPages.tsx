import { lazy, Suspense } from 'react';
import { Skeletons } from '../../components';
import { Route, Routes } from '../../live/router';
import { NoSuchPage } from '../NoSuchPage';
import { DestinationFormPage } from './DestinationFormPage';
import { DestinationPage } from './DestinationPage';
import { DestinationsPage } from './DestinationsPage';

const ExplorePage = lazy(() =>
  import(/* webpackChunkName: "s3b-explorer" */ '../explorer/ExplorePage').then(
    ({ ExplorePage: component }) => ({ default: component }),
  ),
);

/** What lies below the Destinations tab. */
export function DestinationPages() {
  return (
    <Routes>
      <Route index element={<DestinationsPage />} />
      <Route path="new" element={<DestinationFormPage />} />
      <Route path=":destinationName" element={<DestinationPage />} />
      <Route path=":destinationName/edit" element={<DestinationFormPage />} />
      <Route
        path=":destinationName/explore"
        element={
          <Suspense fallback={<Skeletons lines={10} />}>
            <ExplorePage />
          </Suspense>
        }
      />
      <Route path="*" element={<NoSuchPage />} />
    </Routes>
  );
}
