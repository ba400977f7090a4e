import { createDevApp } from '@backstage/frontend-dev-utils';
import {
  ApiBlueprint,
  createFrontendModule,
} from '@backstage/frontend-plugin-api';
import { s3BackupApiRef } from '../src/api';
import plugin from '../src';
import { FixtureApi } from '../src/__testUtils__/FixtureApi';

/** The pages over an API in memory: `yarn start` in this folder. */
const fixtureModule = createFrontendModule({
  pluginId: 's3-backup',
  extensions: [
    ApiBlueprint.make({
      params: defineParams =>
        defineParams({
          api: s3BackupApiRef,
          deps: {},
          factory: () => FixtureApi.create(),
        }),
    }),
  ],
});

createDevApp({ features: [plugin, fixtureModule] });
