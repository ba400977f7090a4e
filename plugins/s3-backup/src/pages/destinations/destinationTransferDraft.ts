import {
  caBundleSchema,
  Destination,
  DestinationInput,
  proxySchema,
  SecretState,
} from '@understudy/backstage-plugin-s3-backup-common';

type Transfer = NonNullable<DestinationInput['transfer']>;

const MIB = 1024 ** 2;

/** Numbers of the form, in its units; null is automatic. */
export interface TransferNumbers {
  /** MiB */
  uploadPartSize: number | null;
  uploadConcurrency: number | null;
  /** MiB */
  downloadPartSize: number | null;
  downloadConcurrency: number | null;
  /** Seconds */
  partTimeout: number | null;
  /** MiB a second */
  uploadBandwidth: number | null;
  downloadBandwidth: number | null;
  retries: number | null;
}

/** How bytes travel, as it is typed. */
export interface TransferDraft extends TransferNumbers {
  /** Empty while the one that is set stays, and where there is none. */
  proxy: string;
  replacingProxy: boolean;
  caBundle: string;
  skipTlsVerification: boolean;
}

export type TransferNumber = keyof TransferNumbers;

/** Bytes or milliseconds of one, and what is allowed, in units of the form. */
export const NUMBERS: Record<
  TransferNumber,
  { factor: number; min: number; max: number }
> = {
  uploadPartSize: { factor: MIB, min: 5, max: 64 },
  uploadConcurrency: { factor: 1, min: 1, max: 16 },
  downloadPartSize: { factor: MIB, min: 1, max: 64 },
  downloadConcurrency: { factor: 1, min: 1, max: 16 },
  partTimeout: { factor: 1000, min: 1, max: 86_400 },
  uploadBandwidth: { factor: MIB, min: 0.0625, max: 1_048_576 },
  downloadBandwidth: { factor: MIB, min: 0.0625, max: 1_048_576 },
  retries: { factor: 1, min: 0, max: 20 },
};

export const TRANSFER_NUMBERS = Object.keys(NUMBERS) as TransferNumber[];

export type TransferFault = 'proxy' | 'caBundle';

export function transferDraftOf(
  transfer: Destination['transfer'],
): TransferDraft {
  const numbers = Object.fromEntries(
    TRANSFER_NUMBERS.map(name => {
      const value = transfer?.[name];
      return [name, value === undefined ? null : value / NUMBERS[name].factor];
    }),
  ) as unknown as TransferNumbers;
  return {
    ...numbers,
    proxy: '',
    replacingProxy: false,
    caBundle: transfer?.caBundle ?? '',
    skipTlsVerification: transfer?.skipTlsVerification ?? false,
  };
}

/** The state of the proxy that goes on being used. */
export function keptProxy(
  draft: TransferDraft,
  before: Destination['transfer'],
  moved: boolean,
): SecretState | undefined {
  return moved || draft.replacingProxy ? undefined : before?.proxy;
}

export function transferInputOf(
  draft: TransferDraft,
  before: Destination['transfer'],
  moved: boolean,
): { transfer?: Transfer; faults: TransferFault[] } {
  const faults: TransferFault[] = [];
  const transfer: Transfer = {};
  for (const name of TRANSFER_NUMBERS) {
    const value = draft[name];
    if (value !== null) {
      transfer[name] = Math.round(value * NUMBERS[name].factor);
    }
  }
  const proxy = draft.proxy.trim();
  const kept = keptProxy(draft, before, moved);
  if (proxy && !proxySchema.safeParse(proxy).success) faults.push('proxy');
  if (kept ?? proxy) transfer.proxy = kept ?? proxy;
  const caBundle = draft.caBundle.trim();
  if (caBundle && !caBundleSchema.safeParse(caBundle).success) {
    faults.push('caBundle');
  }
  if (caBundle) transfer.caBundle = caBundle;
  if (draft.skipTlsVerification) transfer.skipTlsVerification = true;
  return Object.keys(transfer).length > 0 ? { transfer, faults } : { faults };
}
