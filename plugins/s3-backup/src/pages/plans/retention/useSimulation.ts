import { useEffect, useState } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import {
  RetentionInput,
  Schedule,
} from '@understudy/backstage-plugin-s3-backup-common';
import { s3BackupApiRef } from '../../../api';
import { useLoad } from '../../../live/useLoad';

/** Typing is not asked about letter by letter. */
const QUIET = 400;

/** A value once it has been the same for a while. */
function useSettled<T>(value: T, key: string): T {
  const [settled, setSettled] = useState({ value, key });
  useEffect(() => {
    if (settled.key === key) return undefined;
    const timer = setTimeout(() => setSettled({ value, key }), QUIET);
    return () => clearTimeout(timer);
  }, [value, key, settled.key]);
  return settled.value;
}

/** What the backend says that rules keep; asked again as they change. */
export function useSimulation(question: {
  plan: string | undefined;
  schedule: Schedule;
  retention: RetentionInput | undefined;
  /** Months from now. */
  months: number;
}) {
  const api = useApi(s3BackupApiRef);
  const asked = useSettled(question, JSON.stringify(question));
  const { plan, schedule, retention, months } = asked;
  return useLoad(
    () =>
      api.simulate({
        plan,
        schedule,
        retention: retention ?? null,
        asOf: months > 0 ? inMonths(months) : undefined,
      }),
    `simulation ${JSON.stringify(asked)}`,
  );
}

function inMonths(months: number): string {
  const at = new Date();
  at.setUTCMonth(at.getUTCMonth() + months);
  return at.toISOString();
}
