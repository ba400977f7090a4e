export { findAnomalies, type Anomaly, type AnomalyQuestion } from './anomalies';
export {
  planRetention,
  type RetentionDecision,
  type RetentionQuestion,
} from './planRetention';
export type { RetainedBackup } from './RetainedBackup';
