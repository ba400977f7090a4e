import {
  Checkbox,
  NumberField,
  PasswordField,
  Select,
  TextAreaField,
  TextField,
} from '@backstage/ui';
import { z } from 'zod';
import { useT } from '../translation';
import { fieldError } from './fieldError';
import styles from './OptionsForm.module.css';

const propertySchema = z.looseObject({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  title: z.string().optional(),
  description: z.string().optional(),
  enum: z.array(z.union([z.string(), z.number()])).optional(),
  secret: z.boolean().optional(),
  multiline: z.boolean().optional(),
  default: z.unknown().optional(),
  items: z.looseObject({ type: z.string().optional() }).optional(),
});
const objectSchema = z.looseObject({
  properties: z.record(z.string(), propertySchema).default({}),
  required: z.array(z.string()).default([]),
});

/** One option of a source, as its JSON Schema describes it. */
export interface OptionField {
  name: string;
  label: string;
  description?: string;
  kind:
    | 'text'
    | 'multiline'
    | 'number'
    | 'boolean'
    | 'list'
    | 'choice'
    | 'secret';
  choices: string[];
  /** What holds where nothing is said. */
  initial: unknown;
  isRequired: boolean;
}

function kindOf(property: z.infer<typeof propertySchema>): OptionField['kind'] {
  const types = [property.type ?? 'string'].flat();
  if (property.secret) return 'secret';
  if (property.enum) return 'choice';
  if (types.includes('array')) return 'list';
  if (types.includes('boolean')) return 'boolean';
  if (types.includes('integer') || types.includes('number')) return 'number';
  return property.multiline ? 'multiline' : 'text';
}

/** `followLinks` reads Follow links. */
function labelOf(name: string): string {
  const words = name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The fields of a type's options; what is not understood is text. */
export function fieldsOf(
  schema: Record<string, unknown> | undefined,
): OptionField[] {
  const parsed = objectSchema.safeParse(schema ?? {});
  if (!parsed.success) return [];
  const { properties, required } = parsed.data;
  return Object.entries(properties).map(([name, property]) => ({
    name,
    label: property.title ?? labelOf(name),
    description: property.description,
    kind: kindOf(property),
    choices: (property.enum ?? []).map(String),
    initial: property.default,
    isRequired: required.includes(name) && property.default === undefined,
  }));
}

/** Options without what must never be stored in a browser. */
export function withoutSecrets(
  schema: Record<string, unknown> | undefined,
  options: Record<string, unknown>,
): Record<string, unknown> {
  const secrets = new Set(
    fieldsOf(schema)
      .filter(field => field.kind === 'secret')
      .map(field => field.name),
  );
  return Object.fromEntries(
    Object.entries(options).filter(([name]) => !secrets.has(name)),
  );
}

const isSet = (value: unknown): value is { set: true } =>
  typeof value === 'object' && value !== null && 'set' in value;

/** Options that a JSON Schema describes, one field each. */
export function OptionsForm(props: {
  schema: Record<string, unknown> | undefined;
  options: Record<string, unknown>;
  onChange: (options: Record<string, unknown>) => void;
  problems: Record<string, string>;
}) {
  const { schema, options, onChange, problems } = props;
  const t = useT();
  const set = (name: string, value: unknown) => {
    const next = { ...options };
    if (value === undefined || value === '') delete next[name];
    else next[name] = value;
    onChange(next);
  };
  return (
    <div className={styles.fields}>
      {fieldsOf(schema).map(field => {
        const value = options[field.name] ?? field.initial;
        const error = fieldError(problems[field.name]);
        const common = {
          label: field.label,
          secondaryLabel: field.isRequired ? undefined : t('planForm.optional'),
          description: field.description,
        };
        switch (field.kind) {
          case 'boolean':
            return (
              <Checkbox
                key={field.name}
                isSelected={value === true}
                onChange={on => set(field.name, on)}
              >
                {field.description
                  ? `${field.label}: ${field.description}`
                  : field.label}
              </Checkbox>
            );
          case 'number':
            return (
              <NumberField
                key={field.name}
                {...common}
                value={typeof value === 'number' ? value : NaN}
                onChange={number =>
                  set(field.name, Number.isNaN(number) ? undefined : number)
                }
                {...error}
              />
            );
          case 'choice':
            return (
              <Select
                key={field.name}
                {...common}
                value={value === undefined ? null : String(value)}
                onChange={key => set(field.name, String(key))}
                options={field.choices.map(id => ({ id, label: id }))}
                {...error}
              />
            );
          case 'multiline':
            return (
              <TextAreaField
                key={field.name}
                {...common}
                value={typeof value === 'string' ? value : ''}
                onChange={text => set(field.name, text)}
                {...error}
              />
            );
          case 'list':
            return (
              <TextAreaField
                key={field.name}
                {...common}
                description={field.description ?? t('planForm.oneALine')}
                value={Array.isArray(value) ? value.join('\n') : ''}
                onChange={text =>
                  set(field.name, text === '' ? undefined : text.split('\n'))
                }
                {...error}
              />
            );
          case 'secret':
            return (
              <PasswordField
                key={field.name}
                {...common}
                description={
                  isSet(value)
                    ? t('planForm.secretSetPlain')
                    : field.description
                }
                value={typeof value === 'string' ? value : ''}
                onChange={text => set(field.name, text)}
                autoComplete="new-password"
                {...error}
              />
            );
          default:
            return (
              <TextField
                key={field.name}
                {...common}
                value={typeof value === 'string' ? value : ''}
                onChange={text => set(field.name, text)}
                autoComplete="off"
                {...error}
              />
            );
        }
      })}
    </div>
  );
}
