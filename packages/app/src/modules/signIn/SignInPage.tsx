import { useState } from 'react';
import { ProxiedSignInPage } from '@backstage/core-components';
import {
  configApiRef,
  useApi,
  type IdentityApi,
} from '@backstage/frontend-plugin-api';
import type { SignInPageProps } from '@backstage/plugin-app-react';
import { Button, Card, CardBody, Container, Flex, Text } from '@backstage/ui';
import { rememberedRole, ROLES, type Provider } from './rememberedRole';
import styles from './SignInPage.module.css';

/** Signing out has to forget the choice, or the next load signs in again. */
function forgetful(identity: IdentityApi): IdentityApi {
  return {
    getProfileInfo: () => identity.getProfileInfo(),
    getBackstageIdentity: () => identity.getBackstageIdentity(),
    getCredentials: () => identity.getCredentials(),
    async signOut() {
      rememberedRole.forget();
      await identity.signOut();
    },
  };
}

function Failed(props: { error?: Error; onBack: () => void }) {
  return (
    <Container className={styles.page}>
      <Flex direction="column" gap="4" align="start">
        <Text as="h1" variant="title-small">
          Signing in did not work
        </Text>
        <Text>{props.error?.message ?? 'The portal gave no reason.'}</Text>
        <Text>
          The portal may still be starting: its catalog has to read the people
          of the demo first.
        </Text>
        <Button onPress={props.onBack}>Back</Button>
      </Flex>
    </Container>
  );
}

export function SignInPage({ onSignInSuccess }: SignInPageProps) {
  const config = useApi(configApiRef);
  const [provider, setProvider] = useState<Provider | undefined>(() =>
    rememberedRole.get(),
  );

  if (provider) {
    return (
      <ProxiedSignInPage
        provider={provider}
        onSignInSuccess={identity => onSignInSuccess(forgetful(identity))}
        ErrorComponent={({ error }) => (
          <Failed
            error={error}
            onBack={() => {
              rememberedRole.forget();
              setProvider(undefined);
            }}
          />
        )}
      />
    );
  }

  return (
    <Container className={styles.page}>
      <Flex direction="column" gap="4">
        <Text as="h1" variant="title-medium">
          {config.getOptionalString('app.title') ?? 'Understudy demo'}
        </Text>
        <Text>Who would you like to be?</Text>
        {ROLES.map(role => (
          <Card key={role.provider}>
            <CardBody>
              <Flex direction="column" gap="2" align="start">
                <Button
                  onPress={() => {
                    rememberedRole.set(role.provider);
                    setProvider(role.provider);
                  }}
                >
                  {role.title}
                </Button>
                <Text color="secondary">{role.text}</Text>
              </Flex>
            </CardBody>
          </Card>
        ))}
      </Flex>
    </Container>
  );
}
