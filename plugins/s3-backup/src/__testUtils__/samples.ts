import {
  Backup,
  BackupDetail,
  CapabilityProfile,
  CheckUp,
  Destination,
  Evidence,
  Plan,
  PlanStatus,
  Run,
  Settings,
  SimpleSettings,
  Simulation,
  SourceType,
  Status,
  WorkerList,
} from '@understudy/backstage-plugin-s3-backup-common';

/** The instant at which all samples stand. */
export const NOW = Date.parse('2026-11-21T09:00:00.000Z');
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** An instant some hours before the samples' now; after it where negative. */
export const ago = (hours: number) =>
  new Date(NOW - hours * HOUR).toISOString();

const RECIPIENT =
  'age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq3290gq';
const SHA = 'ab12'.repeat(16);
const idOf = (n: number) =>
  `0193a1b2-0000-7000-8000-${String(n).padStart(12, '0')}`;

/** A run that succeeded, with whatever is different. */
export function sampleRun(change: Partial<Run> = {}): Run {
  return {
    id: idOf(1),
    kind: 'backup',
    plan: 'orders',
    planTitle: null,
    entityRef: 'component:default/orders',
    destination: 'main',
    destinations: ['main'],
    trigger: { type: 'schedule', by: null },
    slot: ago(7),
    status: 'succeeded',
    waiting: null,
    cancelling: false,
    createdAt: ago(7),
    startedAt: ago(7),
    finishedAt: new Date(NOW - 7 * HOUR + 192_000).toISOString(),
    bytesRead: 222_298_112,
    bytesStored: 39_950_745,
    progress: null,
    attempts: [
      {
        n: 1,
        worker: 'portal-1',
        startedAt: ago(7),
        endedAt: new Date(NOW - 7 * HOUR + 192_000).toISOString(),
        outcome: 'succeeded',
        error: null,
        phases: [
          {
            name: 'prepare',
            startedAt: ago(7),
            endedAt: new Date(NOW - 7 * HOUR + 2000).toISOString(),
          },
          {
            name: 'transfer',
            startedAt: new Date(NOW - 7 * HOUR + 2000).toISOString(),
            endedAt: new Date(NOW - 7 * HOUR + 190_000).toISOString(),
          },
        ],
      },
    ],
    error: null,
    also: [],
    details: {},
    backups: ['a'.repeat(32)],
    result: null,
    usualSeconds: 180,
    count: 1,
    firstSlot: null,
    lastSlot: null,
    ...change,
  };
}

/** A run in the middle of its transfer. */
export const runningRun = (change: Partial<Run> = {}) =>
  sampleRun({
    id: idOf(2),
    status: 'running',
    trigger: { type: 'user', by: 'user:default/guest' },
    slot: null,
    createdAt: ago(0.01),
    startedAt: ago(0.01),
    finishedAt: null,
    backups: [],
    progress: {
      phase: 'transfer',
      bytesRead: 85_000_000,
      bytesTotal: 222_298_112,
      destinations: [
        {
          name: 'main',
          bytesStored: 15_000_000,
          state: 'writing',
          error: null,
        },
      ],
      at: new Date(NOW - 1000).toISOString(),
    },
    attempts: [
      {
        n: 1,
        worker: 'portal-1',
        startedAt: ago(0.01),
        endedAt: null,
        outcome: null,
        error: null,
        phases: [
          {
            name: 'prepare',
            startedAt: ago(0.01),
            endedAt: new Date(NOW - 30_000).toISOString(),
          },
          {
            name: 'transfer',
            startedAt: new Date(NOW - 30_000).toISOString(),
            endedAt: null,
          },
        ],
      },
    ],
    ...change,
  });

/** A run that failed, with words and remedy. */
export const failedRun = (change: Partial<Run> = {}) =>
  sampleRun({
    id: idOf(3),
    plan: 'handbook',
    entityRef: 'component:default/handbook',
    status: 'failed',
    slot: ago(31),
    createdAt: ago(31),
    startedAt: ago(31),
    finishedAt: ago(30.99),
    bytesRead: null,
    bytesStored: null,
    backups: [],
    error: {
      code: 's3-no-such-bucket',
      title: 'The bucket does not exist',
      message: 'http://127.0.0.1:9900 knows no bucket "nowhere" (404).',
      hint: 'Check spelling (lower case), account and endpoint. Or create it.',
      details: { bucket: 'nowhere' },
    },
    also: [
      {
        code: 's3-denied-abort',
        title: 'Parts of a failed upload stay behind',
        message: 'AbortMultipartUpload was refused on nowhere/understudy.',
        hint: 'Solve the first error.',
        details: {},
      },
    ],
    attempts: [
      {
        n: 1,
        worker: 'portal-1',
        startedAt: ago(31),
        endedAt: ago(30.99),
        outcome: 'failed',
        error: null,
        phases: [{ name: 'prepare', startedAt: ago(31), endedAt: ago(30.99) }],
      },
    ],
    ...change,
  });

/** Missed slots, one row a streak. */
export const missedRun = (change: Partial<Run> = {}) =>
  sampleRun({
    id: idOf(4),
    plan: 'portal',
    planTitle: 'Portal',
    entityRef: null,
    status: 'missed',
    slot: ago(60),
    startedAt: null,
    finishedAt: null,
    bytesRead: null,
    bytesStored: null,
    attempts: [],
    backups: [],
    count: 3,
    firstSlot: ago(108),
    lastSlot: ago(60),
    ...change,
  });

/** A good backup. */
export function sampleBackup(change: Partial<Backup> = {}): Backup {
  return {
    id: 'a'.repeat(32),
    plan: 'orders',
    planTitle: null,
    orphaned: false,
    entityRef: 'component:default/orders',
    destination: 'main',
    runId: idOf(1),
    sourceType: 'sqlite',
    slot: ago(7),
    startedAt: ago(7),
    finishedAt: ago(6.95),
    state: 'good',
    complete: true,
    gapsTotal: 0,
    counts: { rows: { orders: 200_000, customers: 12_345 }, files: null },
    bytesPlain: 222_298_112,
    bytesStored: 39_950_745,
    encrypted: true,
    recipients: [RECIPIENT],
    proof: { rung: 'opened', at: ago(2), failed: null, failedAt: null },
    lock: null,
    retention: {
      keep: true,
      reasons: [{ code: 'no-rule', details: {} }],
    },
    lastGood: true,
    ...change,
  };
}

/** The same with its manifest. */
export function sampleDetail(change: Partial<BackupDetail> = {}): BackupDetail {
  const backup = sampleBackup();
  return {
    ...backup,
    bucket: 'backups',
    folderKey:
      'understudy/component/default/orders/orders/2026-11-21T02-00-00Z_run',
    manifestKey:
      'understudy/component/default/orders/orders/2026-11-21T02-00-00Z_run/manifest.json',
    endpoint: 'http://127.0.0.1:9900',
    region: 'us-east-1',
    artifacts: [
      {
        name: 'orders.db',
        key: 'a1/orders.db.zst.age',
        versionId: null,
        etag: '"e"',
        mediaType: 'application/vnd.sqlite3',
        plain: { bytes: 222_298_112, sha256: SHA },
        stored: { bytes: 39_950_745, sha256: SHA, crc32: 'AAAAAA==' },
        pack: ['zstd', 'age'],
        recipients: [RECIPIENT],
        refs: [],
      },
    ],
    gaps: [],
    source: { type: 'sqlite', version: '3.50.4' },
    restore: [
      'aws s3 cp s3://backups/understudy/component/default/orders/orders/2026-11-21T02-00-00Z_run/a1/orders.db.zst.age - | age -d -i key.txt | zstd -d > orders.db',
    ],
    proofs: [
      {
        rung: 'stored',
        ok: true,
        at: ago(6.95),
        by: 'portal-1',
        milliseconds: 120,
        evidence: {},
        signature: 'good',
      },
      {
        rung: 'opened',
        ok: true,
        at: ago(2),
        by: 'user:default/guest',
        milliseconds: 4200,
        evidence: {},
        signature: 'good',
      },
    ],
    previousCounts: {
      rows: { orders: 199_800, customers: 12_345 },
      files: null,
    },
    objectLock: null,
    canOpen: true,
    restoreRoots: ['/restore', '/data/restored'],
    restorePlace: null,
    ...change,
  };
}

/** A destination that is well. */
export function sampleDestination(
  change: Partial<Destination> = {},
): Destination {
  return {
    name: 'main',
    title: null,
    bucket: 'backups',
    prefix: 'understudy',
    region: 'us-east-1',
    endpoint: 'http://127.0.0.1:9900',
    forcePathStyle: true,
    credentials: {
      type: 'keys',
      accessKeyId: 'AKIAEXAMPLE',
      secretAccessKey: { set: true, updatedAt: '2026-11-03T10:00:00.000Z' },
    },
    fromConfig: null,
    shadowed: false,
    health: 'healthy',
    checkedAt: ago(3),
    profile: null,
    usedBy: ['orders', 'handbook', 'portal'],
    stored: { backups: 12, bytes: 480_000_000 },
    updatedAt: '2026-11-03T10:00:00.000Z',
    updatedBy: 'user:default/guest',
    ...change,
  };
}

/** What a drill left: one that passed, one that did not. */
export function sampleEvidence(): Evidence {
  const subject = {
    format: 'understudy/proof' as const,
    by: 'proof',
    milliseconds: 4_200,
  };
  return {
    format: 'understudy/evidence',
    exportedAt: ago(0),
    portal: 'https://portal.example.com/api/s3-backup',
    backup: {
      id: 'a'.repeat(32),
      plan: 'orders',
      entityRef: 'component:default/orders',
      destination: 'main',
      runId: idOf(1),
      startedAt: ago(7),
      finishedAt: ago(6.95),
      manifestKey:
        'component/default/orders/orders/2026-11-21T02-00-00Z_run/manifest.json',
      artifacts: [
        { name: 'orders.db', bytes: 39_950_745, sha256: '9'.repeat(64) },
      ],
    },
    publicKeys: [`ed25519:${'A'.repeat(43)}=`],
    proofs: [
      {
        signature: 'good',
        proof: {
          ...subject,
          rung: 'restored',
          ok: true,
          at: ago(2),
          evidence: {
            place: '1 database for a drill on scratch.example.com:5432',
            tookMilliseconds: 250_000,
            bytes: 222_000_000,
          },
        },
      },
      {
        signature: 'good',
        proof: {
          ...subject,
          rung: 'asserted',
          ok: false,
          at: ago(1.9),
          evidence: {
            message: 'enough: expected >= 0.95 x last (200000), got 94.',
            assertions: [
              {
                name: 'rows',
                expected: '200000 rows in 12 tables',
                got: '200000 rows in 12 tables',
                ok: true,
              },
              {
                name: 'enough',
                sql: 'select count(*) from orders',
                expected: '>= 0.95 x last (200000)',
                got: '94',
                ok: false,
              },
            ],
          },
        },
      },
    ],
  };
}

/** A plan that does well. */
export function samplePlan(change: Partial<Plan> = {}): Plan {
  return {
    name: 'orders',
    title: null,
    entityRef: 'component:default/orders',
    ownerRef: 'group:default/webshop',
    source: { type: 'sqlite', options: { path: '/data/orders.db' } },
    destinations: ['main'],
    encryption: { type: 'age', keys: ['main'], recipients: [] },
    compression: 'zstd',
    schedule: { every: 'day', at: '02:00', timeZone: 'Europe/Berlin' },
    enabled: true,
    minimumBytes: null,
    freshness: 2 * DAY + HOUR,
    freshnessIsOwn: false,
    retention: null,
    proof: {
      rules: {
        read: DAY,
        opened: 7 * DAY,
        drill: 30 * DAY,
        questions: [],
        timeLimit: 60_000,
      },
      reach: { rung: 'asserted', why: null },
      rto: 250_000,
      due: [
        { rung: 'restored', at: '2026-12-03T01:00:00.000Z', overdue: false },
      ],
    },
    retry: { count: 2, backoff: 30_000 },
    timeLimit: DAY,
    stallLimit: 600_000,
    skip: null,
    pausedUntil: null,
    pausedBy: null,
    pausedAt: null,
    fromConfig: null,
    shadowed: false,
    timeZone: 'Europe/Berlin',
    nextSlot: '2026-11-22T01:00:00.000Z',
    protection: { state: 'protected', reasons: [] },
    lastGoodBackup: {
      id: 'a'.repeat(32),
      takenAt: ago(7),
      bytesStored: 39_950_745,
      proof: 'opened',
    },
    lastRun: {
      id: idOf(1),
      status: 'succeeded',
      startedAt: ago(7),
      finishedAt: ago(6.95),
      error: null,
    },
    usualSeconds: 180,
    backups: 12,
    notice: null,
    updatedAt: null,
    updatedBy: null,
    ...change,
  };
}

const STATES = ['good', 'partial', 'failed', 'missed', 'none'] as const;

/** Thirty days; the last but some had trouble. */
export function sampleDays(): PlanStatus['days'] {
  return Array.from({ length: 30 }, (_, index) => ({
    date: new Date(NOW - (29 - index) * DAY).toISOString().slice(0, 10),
    state: index >= 22 && index < 26 ? STATES[(index - 21) % 5] : 'good',
    runs: 3,
  }));
}

/** How a plan does, for cards and lists. */
export function samplePlanStatus(change: Partial<PlanStatus> = {}): PlanStatus {
  return {
    plan: 'orders',
    title: null,
    entityRef: 'component:default/orders',
    protection: { state: 'protected', reasons: [] },
    lastGoodBackup: {
      id: 'a'.repeat(32),
      takenAt: ago(7),
      bytesStored: 39_950_745,
      proof: { rung: 'opened', at: ago(2), failed: null },
    },
    lastRun: {
      id: idOf(1),
      status: 'succeeded',
      startedAt: ago(7),
      finishedAt: ago(6.95),
      error: null,
    },
    running: null,
    nextSlot: '2026-11-22T01:00:00.000Z',
    timeZone: 'Europe/Berlin',
    days: sampleDays(),
    mayStart: true,
    mayRead: true,
    ...change,
  };
}

/** The overview of a portal with three plans, one of them in trouble. */
export function sampleStatus(change: Partial<Status> = {}): Status {
  return {
    configured: true,
    automaticBackup: {
      enabled: true,
      changedAt: null,
      changedBy: null,
      recovered: false,
      off: null,
    },
    troubles: [],
    counts: { plans: 3, protected: 2, atRisk: 0, notProtected: 1, paused: 0 },
    oldestGood: { plan: 'portal', takenAt: ago(26) },
    newestGood: { plan: 'orders', takenAt: ago(7) },
    lastDay: { succeeded: 58, partial: 0, failed: 1, missed: 0, cancelled: 0 },
    running: [],
    next: [
      {
        plan: 'orders',
        entityRef: 'component:default/orders',
        at: '2026-11-22T01:00:00.000Z',
        timeZone: 'Europe/Berlin',
      },
    ],
    stored: { backups: 31, bytes: 1_288_490_188 },
    days: sampleDays(),
    attention: [
      samplePlanStatus({
        plan: 'handbook',
        entityRef: 'component:default/handbook',
        protection: {
          state: 'not-protected',
          reasons: [
            {
              code: 'last-failed',
              details: { title: 'The bucket does not exist' },
            },
            { code: 'no-good-backup', details: {} },
          ],
        },
        lastGoodBackup: null,
        lastRun: {
          id: idOf(3),
          status: 'failed',
          startedAt: ago(31),
          finishedAt: ago(30.99),
          error: {
            code: 's3-no-such-bucket',
            title: 'The bucket does not exist',
          },
        },
      }),
    ],
    ...change,
  };
}

/** Settings of the portal. */
export const sampleSettings = (change: Partial<Settings> = {}): Settings => ({
  automaticBackup: true,
  automaticBackupChangedAt: null,
  automaticBackupChangedBy: null,
  off: null,
  recovered: false,
  defaults: { destination: 'main', encryption: null },
  notifications: { to: ['ops@example.org'], onSuccess: false },
  mail: { configured: false, from: null },
  sealing: { available: true },
  timeZone: 'Europe/Berlin',
  ambient: [],
  externalIdPrefix: 'understudy-0123456789abcdef-',
  roots: { read: ['/data'], write: ['/restore'] },
  ...change,
});

/** The small form after its first save. */
export const sampleSimple = (
  change: Partial<SimpleSettings> = {},
): SimpleSettings => ({
  saved: true,
  automaticBackup: true,
  accessKeyId: 'AKIAEXAMPLE',
  secretAccessKey: { set: true, updatedAt: '2026-11-03T10:00:00.000Z' },
  secretSetBy: 'user:default/guest',
  bucket: 'backups',
  prefix: 'understudy',
  region: 'us-east-1',
  endpoint: 'http://127.0.0.1:9900',
  encryption: {
    type: 'made',
    key: 'main',
    recipient: RECIPIENT,
    confirmed: true,
  },
  notificationsTo: ['ops@example.org'],
  onSuccess: false,
  frequency: 'daily',
  schedule: { every: 'day', at: '02:00' },
  nextSlot: '2026-11-22T01:00:00.000Z',
  timeZone: 'Europe/Berlin',
  retention: null,
  fromConfig: { destination: null, plan: null },
  ...change,
});

type Step = CheckUp['steps'][number];

/** A step that passed. */
export const sampleStep = (change: Partial<Step> = {}): Step => ({
  id: 'resolve',
  result: 'pass',
  seen: '127.0.0.1',
  remedy: null,
  fix: null,
  code: null,
  details: {},
  needs: null,
  milliseconds: 3,
  ...change,
});

/** A check-up whose region was wrong. */
export const sampleCheckUp = (change: Partial<CheckUp> = {}): CheckUp => ({
  at: ago(0),
  verdict: 'not-ready',
  steps: [
    sampleStep(),
    sampleStep({
      id: 'region',
      result: 'fail',
      seen: 'You said us-east-1; the bucket is in eu-central-1.',
      remedy:
        'Use eu-central-1. For S3-compatible storage enter the region name the server is configured with, exactly.',
      fix: { field: 'region', value: 'eu-central-1' },
      code: 's3-wrong-region',
      details: { region: 'us-east-1', actual: 'eu-central-1' },
      milliseconds: 40,
    }),
    ...(['bucket', 'put'] as const).map(id =>
      sampleStep({
        id,
        result: 'not-tested',
        seen: 'Not tried: needs Region',
        needs: 'region',
        milliseconds: 0,
      }),
    ),
  ],
  profile: null,
  ...change,
});

/** What a store of today can do, but for two things. */
export const sampleProfile = (
  change: Partial<CapabilityProfile> = {},
): CapabilityProfile => ({
  probedAt: ago(3),
  endpointHost: '127.0.0.1',
  server: 'local-s3',
  probedBy: 'aws-sdk-js/3.1053.0',
  conditionalPut: 'yes',
  conditionalComplete: 'no',
  checksumEcho: 'yes',
  bytesReadBack: 'yes',
  uniformParts: false,
  maxParts: 10_000,
  chunkedBodies: 'yes',
  listUploads: 'yes',
  abort: 'yes',
  rangedGet: 'yes',
  copy: 'yes',
  multiDelete: 'md5',
  delete: 'yes',
  tags: 'yes',
  versioning: 'no',
  objectLock: 'unknown',
  latencyMs: 12,
  errors: {
    conditionalComplete:
      'CompleteMultipartUpload: the second one was taken, too',
  },
  ...change,
});

/** Two types of sources. */
export const sampleSources: SourceType[] = [
  {
    type: 'sqlite',
    title: 'SQLite',
    description: 'A database file, copied online',
    sensitive: false,
    optionsSchema: {
      type: 'object',
      properties: {
        path: { type: 'string', title: 'Path', description: 'Of the file' },
      },
      required: ['path'],
    },
  },
  {
    type: 'files',
    title: 'Files',
    description: 'A folder as a tar archive',
    sensitive: false,
    optionsSchema: {
      type: 'object',
      properties: {
        path: { type: 'string', title: 'Folder' },
        excludes: {
          type: 'array',
          items: { type: 'string' },
          title: 'Excludes',
        },
        follow: { type: 'boolean', title: 'Follow links' },
      },
      required: ['path'],
    },
  },
];

/** Two weeks of a plan with rules, as the simulator answers. */
export const sampleSimulation = (
  change: Partial<Simulation> = {},
): Simulation => ({
  timeZone: 'Europe/Berlin',
  asOf: '2027-11-21T12:00:00.000Z',
  from: '2026-11-16',
  to: '2027-11-21',
  today: '2026-11-21',
  days: [
    {
      date: '2027-11-21',
      backups: 1,
      kept: 1,
      future: true,
      locked: false,
      period: 'weekly',
      newest: [
        {
          id: null,
          takenAt: '2027-11-21T01:00:00.000Z',
          keep: true,
          reasons: [
            { code: 'daily', details: { period: '2027-11-21' } },
            { code: 'weekly', details: { period: '2027-W46' } },
          ],
        },
      ],
    },
    {
      date: '2026-11-20',
      backups: 2,
      kept: 1,
      future: false,
      locked: true,
      period: null,
      newest: [
        {
          id: 'a'.repeat(32),
          takenAt: '2026-11-20T01:00:00.000Z',
          keep: true,
          reasons: [
            {
              code: 'locked',
              details: { by: 'jo', reason: 'audit', until: null },
            },
          ],
        },
      ],
    },
  ],
  kept: { backups: 11, bytes: 439_458_195 },
  cost: {
    amount: 0.0094,
    currency: 'EUR',
    storageClass: 'STANDARD',
    pricesAsOf: '2026-11-01',
  },
  firstPrune: {
    deletes: 2,
    of: 31,
    bytes: 79_901_490,
    items: [
      {
        id: 'b'.repeat(32),
        takenAt: '2026-11-01T01:00:00.000Z',
        bytesStored: 39_950_745,
        reason: { code: 'surplus', details: {} },
      },
    ],
  },
  minimumWins: false,
  ...change,
});

/** One that works, one that drains, one that went away. */
export function sampleWorkers(): WorkerList {
  const worker: WorkerList['items'][number] = {
    id: 'backend-7f9c:1:a1b2c3',
    host: 'backend-7f9c',
    state: 'alive',
    role: 'all',
    concurrency: 2,
    labels: ['near-orders-db'],
    version: '0.1.0',
    startedAt: ago(48),
    seenAt: ago(0.001),
    doing: [
      {
        runId: idOf(9),
        attempt: 1,
        kind: 'backup',
        plan: 'orders',
        planTitle: null,
        phase: 'transfer',
        since: ago(0.05),
        cpuPercent: 87,
        memoryBytes: 131_000_000,
      },
    ],
  };
  return {
    role: 'api',
    items: [
      worker,
      { ...worker, id: 'worker-1', state: 'draining', doing: [], labels: [] },
      { ...worker, id: 'worker-2', state: 'lost', seenAt: ago(0.1) },
    ],
  };
}
