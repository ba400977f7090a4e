import { useState } from 'react';
import {
  BackupDetail,
  RestoreRequest,
} from '@understudy/backstage-plugin-s3-backup-common';
import { OptionsForm } from '../../components';
import { useTimes } from '../../live/useTimes';
import { useT } from '../../translation';
import { takenText } from './backupWords';
import { artifactsOf } from './RestoreFolder';
import { RestoreGo } from './RestoreGo';

/** Into a new place of the source's own kind, such as a database. */
export function RestorePlace(props: {
  backup: BackupDetail;
  schema: Record<string, unknown>;
  artifacts: string[];
}) {
  const { backup, schema, artifacts } = props;
  const t = useT();
  const times = useTimes();
  const [options, setOptions] = useState<Record<string, unknown>>({});
  const request: RestoreRequest = {
    target: { type: 'place', options },
    artifacts: artifactsOf(backup, artifacts),
  };
  return (
    <>
      <OptionsForm
        schema={schema}
        options={options}
        onChange={setOptions}
        problems={{}}
      />
      <RestoreGo
        backup={backup}
        request={request}
        complete={artifacts.length > 0}
        sentence={check =>
          t('restore.placeSentence', {
            bytes: times.bytes(check.bytes),
            when: takenText(times, backup),
            place: check.path,
          })
        }
      />
    </>
  );
}
