import { InputError, NotFoundError } from '@backstage/errors';
import type {
  SchedulePreview,
  schedulePreviewRequestSchema,
  SourceCheck,
  SourceType,
} from '@understudy/backstage-plugin-s3-backup-common';
import type { SourceType as Type } from '@understudy/engine';
import {
  secretPaths,
  secretStateSchema,
  UnderstudyError,
} from '@understudy/model';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { loadExecutor } from '../../runner/loadExecutor';
import type { SourceTypes } from '../../catalogue/SourceTypes';
import type { WorkOrders } from '../../runner/ports';
import type { CallOptions } from '../caller';
import { previewSlots } from '../../schedule/nextDue';
import type { QuietHours } from '../../schedule/quietHours';

const CHECK_TIME = 20_000;
const PREVIEWED = 10;

/** A schedule of a form, with what moves its begin. @internal */
export type PreviewDraft = z.output<typeof schedulePreviewRequestSchema>;

/** What may be asked before a plan is made. @internal */
export interface SourcesService {
  list(options: CallOptions): Promise<SourceType[]>;
  check(
    type: string,
    sourceOptions: Record<string, unknown>,
    options: CallOptions,
  ): Promise<SourceCheck>;
  preview(draft: PreviewDraft, options: CallOptions): Promise<SchedulePreview>;
}

interface Options {
  sources: SourceTypes;
  orders: WorkOrders;
  timeZone: string;
  /** Those of the whole portal. */
  quiet: QuietHours[];
}

/** @internal */
export class DefaultSourcesService implements SourcesService {
  readonly #options: Options;

  static create(options: Options): DefaultSourcesService {
    return new DefaultSourcesService(options);
  }

  private constructor(options: Options) {
    this.#options = options;
  }

  async list(): Promise<SourceType[]> {
    return this.#options.sources
      .list()
      .map(({ type, title, description, sensitive, optionsSchema }) => ({
        type,
        title,
        description,
        sensitive: sensitive ?? false,
        optionsSchema: z.toJSONSchema(optionsSchema, {
          io: 'input',
          unrepresentable: 'any',
        }) as Record<string, unknown>,
      }));
  }

  async check(
    type: string,
    sourceOptions: Record<string, unknown>,
  ): Promise<SourceCheck> {
    const found = this.#options.sources.get(type);
    if (!found) throw new NotFoundError(`There is no source type ${type}`);
    // It is not said whose it is, so that nobody tries another plan's.
    const isKept = secretPaths(found.optionsSchema).some(
      path => secretStateSchema.safeParse(sourceOptions[path]).success,
    );
    if (isKept) {
      return {
        ok: false,
        seen: 'A password that is stored is not tried here.',
        remedy:
          'Enter it again to try it. Saved without that, the plan keeps the stored one.',
      };
    }
    try {
      return await this.#check(found, sourceOptions);
    } catch (error) {
      const { message, hint } = UnderstudyError.from(error);
      return { ok: false, seen: message, remedy: hint };
    }
  }

  /** Looks without reading all of it, which is little enough for this process. */
  async #check(
    { type, executor }: Type,
    sourceOptions: Record<string, unknown>,
  ): Promise<SourceCheck> {
    const { orders } = this.#options;
    const { options } = await orders.sourceOptions({
      name: 'draft',
      fromConfig: null,
      source: { type, options: sourceOptions },
    } as never);
    const found = await loadExecutor({ type, executor });
    const { check } = found;
    if (!check) {
      return { ok: true, seen: 'The options are valid.', remedy: null };
    }
    const tempDirectory = await mkdtemp(
      join(orders.tempDirectory(), 'understudy-check-'),
    );
    try {
      return await check.call(found, options, {
        signal: AbortSignal.timeout(CHECK_TIME),
        tempDirectory,
        log: () => {},
        toolFolders: orders.toolFolders(),
      });
    } finally {
      await rm(tempDirectory, { recursive: true, force: true });
    }
  }

  async preview({
    schedule,
    plan = '',
    spread,
    blackouts = [],
  }: PreviewDraft): Promise<SchedulePreview> {
    const timeZone =
      ('timeZone' in schedule && schedule.timeZone) || this.#options.timeZone;
    try {
      return {
        timeZone,
        slots: previewSlots(schedule, timeZone, Date.now(), PREVIEWED, {
          plan,
          spread,
          quiet: [
            ...blackouts.map(each => ({ ...each, timeZone })),
            ...this.#options.quiet,
          ],
        }),
      };
    } catch (error) {
      throw new InputError(`schedule: ${(error as Error).message}`);
    }
  }
}
