import { compatWrapper } from '@backstage/core-compat-api';
import { PluginHeader } from '@backstage/ui';
import { RiShieldCheckLine } from '@remixicon/react';
import { Navigate, Route, Routes } from '../live/router';
import { useLinks } from '../live/useLinks';
import { BackupPages } from '../pages/backups/BackupPages';
import { DestinationPages } from '../pages/destinations/DestinationPages';
import { HistoryPages } from '../pages/history/HistoryPages';
import { NoSuchPage } from '../pages/NoSuchPage';
import { OverviewPages } from '../pages/overview/OverviewPages';
import { PlanPages } from '../pages/plans/PlanPages';
import { SettingsPages } from '../pages/settings/SettingsPages';
import { WorkerPages } from '../pages/workers/WorkerPages';
import { useT } from '../translation';

/** The same tabs and pages: here the header is ours, the old system has none. */
function Pages() {
  const t = useT();
  const links = useLinks();
  const tabs = [
    { id: 'overview', label: t('overview.title'), href: links.overview },
    { id: 'history', label: t('history.title'), href: links.history() },
    { id: 'backups', label: t('backups.title'), href: links.backups() },
    { id: 'plans', label: t('plans.title'), href: links.plans },
    {
      id: 'destinations',
      label: t('destinations.title'),
      href: links.destinations,
    },
    { id: 'workers', label: t('workers.title'), href: links.workers },
    { id: 'settings', label: t('settings.tab'), href: links.settings },
  ];
  return (
    <>
      <PluginHeader
        title={t('backups.title')}
        icon={<RiShieldCheckLine />}
        tabs={tabs.map(tab => ({ ...tab, matchStrategy: 'prefix' as const }))}
      />
      <Routes>
        <Route index element={<Navigate to="overview" replace />} />
        <Route path="overview/*" element={<OverviewPages />} />
        <Route path="history/*" element={<HistoryPages />} />
        <Route path="backups/*" element={<BackupPages />} />
        <Route path="plans/*" element={<PlanPages />} />
        <Route path="destinations/*" element={<DestinationPages />} />
        <Route path="workers/*" element={<WorkerPages />} />
        <Route path="settings/*" element={<SettingsPages />} />
        <Route path="*" element={<NoSuchPage />} />
      </Routes>
    </>
  );
}

/** The pages in an app of the old system. */
export const LegacyPage = () => compatWrapper(<Pages />);
