import { useEffect, useState } from 'react';
import { RiCheckLine, RiFileCopyLine } from '@remixicon/react';
import { Button, ButtonIcon } from '@backstage/ui';
import { useT } from '../translation';
import { useAnnounce } from './announce';
import styles from './CopySnippet.module.css';

function useCopy(text: string) {
  const t = useT();
  const announce = useAnnounce();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async () => {
    await navigator.clipboard?.writeText(text);
    setCopied(true);
    announce(t('common.copied'));
  };
  return { copied, copy };
}

/** An icon that copies, named with what it copies. */
export function CopyButton(props: { text: string; what: string }) {
  const t = useT();
  const { copied, copy } = useCopy(props.text);
  return (
    <ButtonIcon
      size="small"
      variant="tertiary"
      icon={copied ? <RiCheckLine /> : <RiFileCopyLine />}
      aria-label={t('common.copyOf', { what: props.what })}
      onPress={copy}
    />
  );
}

/** A button with words that copies. */
export function CopyAction(props: { text: string; children: string }) {
  const t = useT();
  const { copied, copy } = useCopy(props.text);
  return (
    <Button variant="secondary" onPress={copy}>
      {copied ? t('common.copied') : props.children}
    </Button>
  );
}

/**
 * Text to take away, in a box that scrolls by itself and can be focused.
 * Never holds a secret.
 */
export function CopySnippet(props: { label: string; text: string }) {
  const t = useT();
  const { copied, copy } = useCopy(props.text);
  return (
    <div className={styles.snippet}>
      <div className={styles.head}>
        <span>{props.label}</span>
        <Button
          size="small"
          variant="secondary"
          onPress={copy}
          aria-label={t('common.copyOf', { what: props.label })}
        >
          {copied ? t('common.copied') : t('common.copy')}
        </Button>
      </div>
      {/* A box that scrolls must be reachable by the keyboard. */}
      <pre
        className={styles.code}
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        role="region"
        aria-label={props.label}
      >
        {props.text}
      </pre>
    </div>
  );
}
