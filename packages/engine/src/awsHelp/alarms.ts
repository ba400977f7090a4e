import { HelpedDestination, keyPrefix, nameFor, partitionOf } from './place';

/**
 * An alarm as `PutMetricAlarm` takes it.
 * @public
 */
export interface Alarm {
  AlarmName: string;
  AlarmDescription: string;
  Namespace: 'AWS/S3';
  MetricName: string;
  Dimensions: Array<{ Name: string; Value: string }>;
  Statistic: 'Sum';
  Period: number;
  EvaluationPeriods: number;
  Threshold: number;
  ComparisonOperator: 'GreaterThanThreshold' | 'LessThanThreshold';
  TreatMissingData: 'breaching' | 'notBreaching';
  AlarmActions: string[];
}

/**
 * What is counted of requests below the prefix, which the alarms look at.
 * AWS charges for such metrics.
 * @public
 */
export interface RequestMetrics {
  Id: string;
  Filter?: { Prefix: string };
}

const DAY = 86_400;
const HOUR = 3600;

/** The request metrics of a destination. */
export function requestMetrics(destination: HelpedDestination): RequestMetrics {
  const Prefix = keyPrefix(destination);
  return {
    Id: nameFor(destination, 'requests'),
    ...(Prefix === '' ? {} : { Filter: { Prefix } }),
  };
}

/**
 * Alarms of CloudWatch, which watch from outside of the portal: nothing was
 * written for a day, requests are refused, the store fails.
 * @public
 */
export function alarmsFor(destination: HelpedDestination): Alarm[] {
  const { bucket, region, expectedBucketOwner } = destination;
  const at = region || '<REGION>';
  const account = expectedBucketOwner || '<ACCOUNT>';
  const topic = `arn:${partitionOf(destination)}:sns:${at}:${account}:<TOPIC>`;
  const alarm = (
    what: string,
    words: string,
    own: Pick<
      Alarm,
      | 'MetricName'
      | 'Period'
      | 'Threshold'
      | 'ComparisonOperator'
      | 'TreatMissingData'
    >,
  ): Alarm => ({
    AlarmName: nameFor(destination, what),
    AlarmDescription: `Backups in ${bucket}: ${words}`,
    Namespace: 'AWS/S3',
    Dimensions: [
      { Name: 'BucketName', Value: bucket },
      { Name: 'FilterId', Value: requestMetrics(destination).Id },
    ],
    Statistic: 'Sum',
    EvaluationPeriods: 1,
    AlarmActions: [topic],
    ...own,
  });
  return [
    alarm('nothing-written', 'nothing was written for a day.', {
      MetricName: 'PutRequests',
      Period: DAY,
      Threshold: 1,
      ComparisonOperator: 'LessThanThreshold',
      // No data at all is the very thing to be told.
      TreatMissingData: 'breaching',
    }),
    alarm('refused', 'many requests were refused within an hour.', {
      MetricName: '4xxErrors',
      Period: HOUR,
      Threshold: 50,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'notBreaching',
    }),
    alarm('store-fails', 'the store failed again and again.', {
      MetricName: '5xxErrors',
      Period: HOUR,
      Threshold: 50,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'notBreaching',
    }),
  ];
}
