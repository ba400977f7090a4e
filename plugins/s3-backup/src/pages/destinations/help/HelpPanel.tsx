import { BucketAdviceList } from './BucketAdviceList';
import { LeastPolicies } from './LeastPolicies';
import { Help } from './useHelp';

/** What was asked for. */
export function HelpPanel(props: {
  name: string;
  help: Help;
  mayApply: boolean;
}) {
  const { name, help, mayApply } = props;
  return help === 'policy' ? (
    <LeastPolicies name={name} />
  ) : (
    <BucketAdviceList name={name} mayApply={mayApply} />
  );
}
