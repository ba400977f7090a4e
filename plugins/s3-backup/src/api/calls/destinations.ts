import {
  AdviceApply,
  awsDocumentsSchema,
  bucketAdviceSchema,
  checkUpListSchema,
  deadUploadsSchema,
  destinationListSchema,
  destinationSchema,
  growthSchema,
  objectDetailSchema,
  objectListSchema,
  objectsDeletedSchema,
  runSchema,
} from '@understudy/backstage-plugin-s3-backup-common';
import { queryString } from '../query';
import type {
  CheckUpWatch,
  DestinationDraft,
  ObjectFilter,
  S3BackupApi,
} from '../S3BackupApi';
import { at, PortalHttp } from './PortalHttp';
import { watchCheckUp } from './watchCheckUp';

/** Destinations, and what stands in their buckets. */
export const destinationCalls = (http: PortalHttp) =>
  ({
    destinations: async () =>
      (await http.read('/destinations', destinationListSchema)).items,

    destination: (name: string) =>
      http.tagged(`/destinations${at(name)}`, destinationSchema),

    createDestination: (input: DestinationDraft) =>
      http.send('/destinations', { method: 'POST', body: input }),

    updateDestination: (
      name: string,
      input: DestinationDraft,
      etag: string | null,
    ) =>
      http.send(`/destinations${at(name)}`, {
        method: 'PUT',
        body: input,
        etag,
      }),

    deleteDestination: (name: string) =>
      http.send(`/destinations${at(name)}`, { method: 'DELETE' }),

    checkUps: async (name: string) =>
      (await http.read(`/destinations${at(name)}/checkups`, checkUpListSchema))
        .items,

    testDestination: (name: string, watch: CheckUpWatch) =>
      watchCheckUp(http, `/destinations${at(name)}/test`, { watch }),

    testDraft: (body: DestinationDraft, watch: CheckUpWatch) =>
      watchCheckUp(http, '/destinations/test', { body, watch }),

    objects: (name: string, query: ObjectFilter) =>
      http.read(
        `/destinations${at(name)}/objects${queryString({ ...query })}`,
        objectListSchema,
      ),

    object: (name: string, key: string) =>
      http.read(
        `/destinations${at(name)}/object${queryString({ key })}`,
        objectDetailSchema,
      ),

    deleteObjects: (name: string, keys: string[], confirm: string) =>
      http.read(`/destinations${at(name)}/objects`, objectsDeletedSchema, {
        method: 'DELETE',
        body: { keys, confirm },
      }),

    uploads: (name: string) =>
      http.read(`/destinations${at(name)}/uploads`, deadUploadsSchema),

    growth: (name: string) =>
      http.read(`/destinations${at(name)}/growth`, growthSchema),

    policies: async (name: string) =>
      (await http.read(`/destinations${at(name)}/policies`, awsDocumentsSchema))
        .items,

    advice: async (name: string) =>
      (await http.read(`/destinations${at(name)}/advice`, bucketAdviceSchema))
        .items,

    applyAdvice: async (name: string, wanted: AdviceApply) =>
      (
        await http.read(`/destinations${at(name)}/advice`, bucketAdviceSchema, {
          method: 'POST',
          body: wanted,
        })
      ).items,

    rebuild: (name: string, dryRun: boolean) =>
      http.read(`/destinations${at(name)}/rebuild`, runSchema, {
        method: 'POST',
        body: { dryRun },
      }),

    adopt: (name: string, confirm: string) =>
      http.read(`/destinations${at(name)}/adopt`, runSchema, {
        method: 'POST',
        body: { confirm },
      }),
  } satisfies Partial<S3BackupApi>);
