import {
  AdviceApply,
  AwsDocuments,
  Backup,
  BackupDetail,
  BucketAdvice,
  CheckUp,
  CheckUpRecord,
  CopyRequestInput,
  DeadUploads,
  Destination,
  EntityStatus,
  Growth,
  Key,
  KeyInput,
  KeyMade,
  LogLine,
  ObjectDetail,
  ObjectList,
  ObjectsDeleted,
  Plan,
  PlanInput,
  RestoreCheck,
  RestoreRequest,
  Run,
  SchedulePreviewRequest,
  Settings,
  SettingsInput,
  LockRequest,
  Orphan,
  SimpleSettings,
  SimpleSettingsInput,
  SimpleSettingsSaved,
  Simulation,
  SimulationRequest,
  Status,
  WorkerList,
} from '@understudy/backstage-plugin-s3-backup-common';
import {
  ApiError,
  BackupFilter,
  CheckUpWatch,
  DestinationDraft,
  ObjectFilter,
  Page,
  RunFilter,
  S3BackupApi,
} from '../api';
import { sampleAdvice, samplePolicies } from './help';
import {
  sampleGrowth,
  sampleObjectDetail,
  sampleObjects,
  sampleRebuild,
} from './objects';
import {
  ago,
  failedRun,
  missedRun,
  runningRun,
  sampleBackup,
  sampleCheckUp,
  sampleDestination,
  sampleDetail,
  samplePlan,
  samplePlanStatus,
  sampleRun,
  sampleSettings,
  sampleSimple,
  sampleEvidence,
  sampleSimulation,
  sampleSources,
  sampleStatus,
  sampleWorkers,
} from './samples';

/** What stands in the fixture; a test changes what it is about. */
export interface FixtureState {
  status: Status;
  entity: EntityStatus;
  settings: Settings;
  simple: SimpleSettings;
  runs: Run[];
  backups: Backup[];
  detail: BackupDetail;
  plans: Plan[];
  destinations: Destination[];
  keys: Key[];
  log: LogLine[];
  checkUp: CheckUp;
  checkUps: CheckUpRecord[];
  policies: AwsDocuments['items'];
  advice: BucketAdvice['items'];
  objects: ObjectList;
  object: ObjectDetail;
  deleted: ObjectsDeleted;
  uploads: DeadUploads;
  growth: Growth;
  restoreCheck: RestoreCheck;
  simulation: Simulation;
  orphans: Orphan[];
  workers: WorkerList;
}

function initial(): FixtureState {
  return {
    status: sampleStatus(),
    entity: {
      entityRef: 'component:default/orders',
      plans: [samplePlanStatus()],
      mayCreatePlan: true,
    },
    settings: sampleSettings(),
    simple: sampleSimple(),
    runs: [runningRun(), sampleRun(), failedRun(), missedRun()],
    backups: [sampleBackup()],
    detail: sampleDetail(),
    plans: [
      samplePlan(),
      samplePlan({
        name: 'handbook',
        entityRef: 'component:default/handbook',
        source: { type: 'files', options: { path: '/data/handbook' } },
        protection: {
          state: 'not-protected',
          reasons: [{ code: 'no-good-backup', details: {} }],
        },
        lastGoodBackup: null,
        backups: 0,
      }),
    ],
    destinations: [sampleDestination()],
    keys: [
      {
        name: 'main',
        recipient:
          'age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq3290gq',
        hasIdentity: true,
        confirmedAt: ago(400),
        fromConfig: null,
        usedBy: ['orders'],
        createdAt: ago(401),
      },
    ],
    log: [
      { at: ago(7), level: 'info', text: 'sqlite online backup started' },
      { at: ago(6.99), level: 'warn', text: 'the database is busy' },
      { at: ago(6.98), level: 'error', text: 'the bucket does not exist' },
    ],
    simulation: sampleSimulation(),
    orphans: [],
    workers: sampleWorkers(),
    checkUp: sampleCheckUp(),
    policies: samplePolicies,
    advice: sampleAdvice,
    checkUps: [{ ...sampleCheckUp(), at: ago(3), reason: 'daily' }],
    objects: sampleObjects(),
    object: sampleObjectDetail(),
    deleted: { deleted: ['holiday.jpg'], stay: [] },
    uploads: { items: [], more: false },
    growth: sampleGrowth(),
    restoreCheck: {
      ok: true,
      checks: [
        {
          id: 'target',
          result: 'pass',
          seen: '/restore/x is free',
          remedy: null,
        },
        {
          id: 'space',
          result: 'pass',
          seen: '212 MiB needed, 10 GiB free',
          remedy: null,
        },
      ],
      bytes: 222_298_112,
      path: '/restore/orders-restored',
    },
  };
}

const IDENTITY = 'AGE-SECRET-KEY-1EXAMPLEEXAMPLEEXAMPLEABC123';

/**
 * An API in memory, for tests and the development app. `calls` holds every
 * change that was asked for; `fail` lets a method be refused.
 */
export class FixtureApi implements S3BackupApi {
  readonly state: FixtureState;
  /** What was looked for in the bucket. */
  readonly asked: ObjectFilter[] = [];
  readonly calls: Array<[name: string, ...args: unknown[]]> = [];
  /** Who looks on at the check-up that was asked for last. */
  watching: CheckUpWatch | undefined;
  /** Until then a check-up goes on. */
  checkUpEnds: Promise<void> | undefined;
  private readonly failures = new Map<string, Error>();

  static create(change: Partial<FixtureState> = {}): FixtureApi {
    return new FixtureApi({ ...initial(), ...change });
  }

  private constructor(state: FixtureState) {
    this.state = state;
  }

  /** From now on this method is refused. */
  fail(method: keyof S3BackupApi, error: Error): this {
    this.failures.set(method, error);
    return this;
  }

  /** Ends a refusal. */
  mend(method: keyof S3BackupApi) {
    this.failures.delete(method);
  }

  private async give<T>(method: keyof S3BackupApi, value: T): Promise<T> {
    const failure = this.failures.get(method);
    if (failure) throw failure;
    return value;
  }

  private async did<T>(
    method: keyof S3BackupApi,
    value: T,
    ...args: unknown[]
  ): Promise<T> {
    this.calls.push([method, ...args]);
    return this.give(method, value);
  }

  private async checked(
    watch: CheckUpWatch,
    method: keyof S3BackupApi,
    arg: unknown,
  ): Promise<CheckUp> {
    this.watching = watch;
    await this.checkUpEnds;
    if (watch.signal?.aborted) throw new DOMException('', 'AbortError');
    return this.did(method, this.state.checkUp, arg);
  }

  private found<T>(value: T | undefined): T {
    if (value === undefined) {
      throw ApiError.create({ status: 404, message: 'not found' });
    }
    return value;
  }

  status = () => this.give('status', this.state.status);
  entity = () => this.give('entity', this.state.entity);
  settings = () =>
    this.give('settings', { value: this.state.settings, etag: '"1"' });

  async saveSettings(input: SettingsInput, etag: string | null) {
    Object.assign(this.state.settings, input);
    this.state.status.automaticBackup.enabled = input.automaticBackup;
    return this.did(
      'saveSettings',
      { value: this.state.settings, etag: '"2"' },
      input,
      etag,
    );
  }

  simpleSettings = () =>
    this.give('simpleSettings', { value: this.state.simple, etag: '"1"' });

  async saveSimpleSettings(
    input: SimpleSettingsInput,
    etag: string | null,
  ): Promise<SimpleSettingsSaved> {
    await this.did('saveSimpleSettings', undefined, input, etag);
    const { bucket, region, endpoint, accessKeyId } = input;
    this.state.simple = sampleSimple({ bucket, region, endpoint, accessKeyId });
    return {
      settings: this.state.simple,
      madeKey:
        input.encryption.type === 'make'
          ? {
              name: 'main',
              recipient: this.state.keys[0].recipient,
              identity: IDENTITY,
            }
          : null,
      notices: [],
    };
  }

  testMail = (to: string) => this.did('testMail', { sent: true, seen: '' }, to);
  keys = () => this.give('keys', this.state.keys);

  async addKey(input: KeyInput): Promise<KeyMade> {
    const key = {
      ...this.state.keys[0],
      name: input.name,
      confirmedAt: null,
      usedBy: [],
    };
    this.state.keys = [...this.state.keys, key];
    return this.did(
      'addKey',
      { key, identity: input.type === 'make' ? IDENTITY : null },
      input,
    );
  }

  confirmKey = (name: string, lastSix: string) =>
    this.did('confirmKey', undefined, name, lastSix);
  deleteKey = (name: string) => this.did('deleteKey', undefined, name);

  destinations = () => this.give('destinations', this.state.destinations);
  destination = async (name: string) =>
    this.give('destination', {
      value: this.found(
        this.state.destinations.find(each => each.name === name),
      ),
      etag: '"1"',
    });
  createDestination = (input: DestinationDraft) =>
    this.did('createDestination', undefined, input);
  updateDestination = (
    name: string,
    input: DestinationDraft,
    etag: string | null,
  ) => this.did('updateDestination', undefined, name, input, etag);
  deleteDestination = (name: string) =>
    this.did('deleteDestination', undefined, name);
  checkUps = () => this.give('checkUps', this.state.checkUps);
  testDestination = (name: string, watch: CheckUpWatch) => {
    return this.checked(watch, 'testDestination', name);
  };
  testDraft = (input: DestinationDraft, watch: CheckUpWatch) => {
    return this.checked(watch, 'testDraft', input);
  };

  policies = () => this.give('policies', this.state.policies);
  advice = () => this.give('advice', this.state.advice);
  applyAdvice = (name: string, wanted: AdviceApply) => {
    this.state.advice = this.state.advice.map(item =>
      item.id === wanted.id ? { ...item, state: 'done', call: null } : item,
    );
    return this.did('applyAdvice', this.state.advice, name, wanted);
  };

  objects = async (_name: string, query: ObjectFilter) => {
    this.asked.push(query);
    return this.give('objects', {
      ...this.state.objects,
      path: query.path ?? '',
    });
  };
  object = (_name: string, key: string) =>
    this.give('object', { ...this.state.object, key });
  deleteObjects = (name: string, keys: string[], confirm: string) =>
    this.did('deleteObjects', this.state.deleted, name, keys, confirm);
  uploads = () => this.give('uploads', this.state.uploads);
  growth = () => this.give('growth', this.state.growth);
  rebuild = (name: string, dryRun: boolean) => {
    const run = sampleRebuild({ dryRun });
    this.state.runs = [
      run,
      ...this.state.runs.filter(({ id }) => id !== run.id),
    ];
    return this.did('rebuild', run, name, dryRun);
  };
  adopt = (name: string, confirm: string) =>
    this.did('adopt', sampleRebuild({ dryRun: false }), name, confirm);
  confirmRecovered = async () => {
    this.state.status.automaticBackup.recovered = false;
    return this.did('confirmRecovered', undefined);
  };

  sources = () => this.give('sources', sampleSources);
  checkSource = (type: string, options: Record<string, unknown>) =>
    this.did(
      'checkSource',
      { ok: true, seen: '200,000 rows', remedy: null },
      type,
      options,
    );

  plans = () => this.give('plans', this.state.plans);
  plan = async (name: string) =>
    this.give('plan', {
      value: this.found(this.state.plans.find(each => each.name === name)),
      etag: '"1"',
    });
  createPlan = (input: PlanInput) =>
    this.did('createPlan', samplePlan({ name: input.name }), input);
  updatePlan = (name: string, input: PlanInput, etag: string | null) =>
    this.did('updatePlan', samplePlan({ name }), name, input, etag);
  deletePlan = (name: string) => this.did('deletePlan', undefined, name);
  repairPlan = (name: string, run: string) =>
    this.did(
      'repairPlan',
      [runningRun({ plan: name, kind: 'copy' })],
      name,
      run,
    );
  runPlan = (name: string) =>
    this.did('runPlan', runningRun({ plan: name }), name);
  pausePlan = (name: string, until: string | null) =>
    this.did('pausePlan', undefined, name, until);
  resumePlan = (name: string) => this.did('resumePlan', undefined, name);
  skipNext = (name: string) => this.did('skipNext', undefined, name);
  unskip = (name: string) => this.did('unskip', undefined, name);
  previewSchedule = ({ schedule }: SchedulePreviewRequest) =>
    this.give('previewSchedule', {
      timeZone: 'Europe/Berlin',
      slots:
        schedule.every === 'never'
          ? []
          : [
              {
                at: '2026-11-22T01:00:00.000Z',
                wall: '02:00',
                note: null,
                startsAt: '2026-11-22T01:00:00.000Z',
                quiet: null,
              },
              {
                at: '2027-03-28T01:00:00.000Z',
                wall: '03:00',
                note: 'gap' as const,
                startsAt: '2027-03-28T01:00:00.000Z',
                quiet: null,
              },
            ],
    });

  async runs(filter: RunFilter): Promise<Page<Run>> {
    const matches = this.state.runs.filter(
      run =>
        (!filter.status || filter.status.includes(run.status)) &&
        (!filter.kind || filter.kind.includes(run.kind)) &&
        (!filter.plan || filter.plan.includes(run.plan)) &&
        (!filter.q || run.plan.includes(filter.q)),
    );
    const from = Number(filter.cursor ?? 0);
    const end = from + (filter.limit ?? 25);
    return this.give('runs', {
      items: matches.slice(from, end),
      nextCursor: end < matches.length ? String(end) : null,
    });
  }

  run = async (id: string) =>
    this.give('run', this.found(this.state.runs.find(run => run.id === id)));
  runLog = (_id: string, offset = 0) =>
    this.give('runLog', {
      lines: this.state.log.slice(offset, offset + 500),
      total: this.state.log.length,
      offset,
    });
  cancelRun = (id: string) => this.did('cancelRun', undefined, id);
  acceptRun = (id: string) => this.did('acceptRun', undefined, id);

  backups = (filter: BackupFilter) =>
    this.give('backups', {
      items: this.state.backups.filter(
        backup => !filter.plan || filter.plan.includes(backup.plan),
      ),
      nextCursor: null,
    });
  backup = async (id: string) =>
    this.give(
      'backup',
      this.found(id === this.state.detail.id ? this.state.detail : undefined),
    );
  manifest = () => this.give('manifest', { format: 'understudy/backup' });
  copyBackup = (id: string, request: CopyRequestInput) =>
    this.did('copyBackup', sampleRun({ kind: 'copy' }), id, request);
  evidence = () => this.give('evidence', sampleEvidence());
  deleteBackup = (id: string, confirm: string) =>
    this.did('deleteBackup', sampleRun({ kind: 'delete' }), id, confirm);
  lockBackup = (id: string, request: LockRequest) =>
    this.did('lockBackup', undefined, id, request);
  unlockBackup = (id: string, confirm?: string) =>
    this.did('unlockBackup', undefined, id, confirm);
  simulate = (request: SimulationRequest) =>
    this.did('simulate', this.state.simulation, request);
  workers = () => this.give('workers', this.state.workers);
  orphans = () => this.give('orphans', this.state.orphans);
  followOrphans = (
    plan: string,
    request: { follow: boolean; confirm?: string },
  ) => this.did('followOrphans', undefined, plan, request);
  verifyBackup = (id: string, to: 'stored' | 'read' | 'opened') =>
    this.did('verifyBackup', sampleRun({ kind: 'verify' }), id, to);
  checkRestore = (id: string, request: RestoreRequest) =>
    this.did('checkRestore', this.state.restoreCheck, id, request);
  restore = (id: string, request: RestoreRequest) =>
    this.did('restore', sampleRun({ kind: 'restore' }), id, request);
  download = (id: string, artifact: string, form: 'stored' | 'original') =>
    this.did('download', 'http://localhost/downloads/x', id, artifact, form);
}
