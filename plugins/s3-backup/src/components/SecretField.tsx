import { Button, PasswordField } from '@backstage/ui';
import { fieldError } from './fieldError';
import styles from './SecretField.module.css';

/**
 * A secret: once set it only says so, and may be replaced. Its value never
 * comes back from the server.
 */
export function SecretField(props: {
  label: string;
  /** What is said of the one that is set; none: it is asked for. */
  setText: string | undefined;
  value: string;
  onChange: (value: string) => void;
  onReplace: () => void;
  replaceLabel: string;
  description?: string;
  problem?: string;
  isReadOnly?: boolean;
}) {
  const { label, setText, value, onChange, onReplace, description } = props;
  if (setText) {
    return (
      <div className={styles.set}>
        <span className={styles.label}>{label}</span>
        <span>{setText}</span>
        {!props.isReadOnly && (
          <Button
            size="small"
            variant="secondary"
            onPress={onReplace}
            aria-label={`${props.replaceLabel}: ${label}`}
          >
            {props.replaceLabel}
          </Button>
        )}
      </div>
    );
  }
  return (
    <PasswordField
      label={label}
      description={description}
      value={value}
      onChange={onChange}
      autoComplete="new-password"
      {...fieldError(props.problem)}
    />
  );
}
