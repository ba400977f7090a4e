import { createBackendModule } from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import {
  authProvidersExtensionPoint,
  createProxyAuthenticator,
  createProxyAuthProviderFactory,
} from '@backstage/plugin-auth-node';

/** Provider ids and the users of the demo catalog that they sign in. */
const DEMO_USERS = {
  'demo-owner': 'owner',
  'demo-reader': 'reader',
} as const;

/**
 * Lets anybody in, so it must never answer outside development: the same rule
 * as the guest provider's, without its way around it.
 */
const authenticator = createProxyAuthenticator({
  defaultProfileTransform: async () => ({ profile: {} }),
  initialize: () => ({ allowed: process.env.NODE_ENV === 'development' }),
  authenticate: async (_options, { allowed }) => {
    if (!allowed) {
      throw new NotAllowedError(
        'The sign-ins of the demo work in development only',
      );
    }
    return { result: {} };
  },
});

/**
 * Two sign-ins of the demo portal: an owner in the team of the webshop, and a
 * reader. A provider is mounted only if configuration holds its key under
 * `auth.providers`.
 */
export const demoSignIn = createBackendModule({
  pluginId: 'auth',
  moduleId: 'demo-sign-in',
  register(reg) {
    reg.registerInit({
      deps: { providers: authProvidersExtensionPoint },
      async init({ providers }) {
        for (const [providerId, name] of Object.entries(DEMO_USERS)) {
          providers.registerProvider({
            providerId,
            factory: createProxyAuthProviderFactory({
              authenticator,
              signInResolver: (_info, context) =>
                context.signInWithCatalogUser({ entityRef: { name } }),
            }),
          });
        }
      },
    });
  },
});
