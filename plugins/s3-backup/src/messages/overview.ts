export const overview = {
  'overview.title': 'Overview',
  'overview.allProtected_one':
    'The one plan is protected. Newest good backup: {{age}}.',
  'overview.allProtected_other':
    'All {{count}} plans are protected. Oldest good backup: {{age}}.',
  'overview.someProtected':
    '{{protected}} of {{plans}} plans are protected. {{rest}}.',
  'overview.atRisk': '{{n}} at risk',
  'overview.notProtected': '{{n}} not protected',
  'overview.paused': '{{n}} paused',
  'overview.noPlans': 'There is no plan yet. Nothing is backed up.',
  'overview.setUp': 'Set up backups in two minutes',
  'overview.notSetUp':
    'Backups are not set up yet. Platform-admins can do it under Settings.',
  'overview.automatic': 'Automatic backup',
  'overview.on': 'On',
  'overview.off': 'Off',
  'overview.turnOn': 'Turn on',
  'overview.turnOff': 'Turn off',
  'overview.offTitle': 'Automatic backup is off since {{when}}, by {{who}}.',
  'overview.offTitlePlain': 'Automatic backup is off.',
  'overview.offBody': 'No slot runs until it is on.',
  'overview.offUntil':
    'No slot runs until {{until}}; then it comes back on by itself. Reason: {{reason}}',
  'overview.trouble.no-tick': 'The scheduler has been silent since {{when}}',
  'overview.trouble.no-worker': 'No worker has taken a run since {{when}}',
  'overview.trouble.destination-down':
    'Destination {{name}} has been down since {{when}}',
  'overview.troubleBody.no-tick':
    'No slot is looked at. See whether a backend with the role all or worker runs, and its log.',
  'overview.troubleBody.no-worker':
    '{{n}} runs wait. Start a backend with the role all or worker.',
  'overview.troubleBody.destination-down':
    '{{n}} runs wait for it and start by themselves when it is back.',
  'off.reason': 'Reason',
  'off.reasonHelp':
    'Shown on the Overview, and told to those who run the portal.',
  'off.reasonWrong': 'Say why, in a few words.',
  'off.until': 'Until',
  'off.days_one': 'In 1 day',
  'off.days_other': 'In {{count}} days',
  'overview.confirmOff': 'Turn off automatic backup?',
  'overview.confirmOffBody':
    'No slot runs until it is on again; missed slots are shown in the history. Back up now still works. Backups that exist stay.',
  'overview.keepOn': 'Keep it on',
  'overview.confirmOn': 'Turn on automatic backup?',
  'overview.confirmOnBody':
    'Only do this when no other portal writes to the same prefix. Slots that were missed are not caught up.',
  'overview.backUpNow': 'Back up now',
  'overview.newest': 'Newest good backup',
  'overview.oldestOfAll': 'oldest of all: {{age}}',
  'overview.noneYet': 'none yet',
  'overview.lastDay': 'Runs, 24 h',
  'overview.lastDayText': '{{ok}} ok · {{failed}} failed · {{missed}} missed',
  'overview.runningNow': 'Running now',
  'overview.nextSlot': 'Next slot',
  'overview.nextSlotText': '{{when}} · {{plan}}',
  'overview.noSlot': 'none planned',
  'overview.stored': 'Stored',
  'overview.storedText_one': '{{bytes}} in 1 backup',
  'overview.storedText_other': '{{bytes}} in {{count}} backups',
  'overview.days': 'Last 30 days',
  'overview.attention': 'Needs attention',
  'overview.attentionCount': 'Needs attention ({{n}})',
  'overview.nothingNeeds': 'Nothing needs you.',
  'overview.openPlan': 'Open plan',
  'overview.next24': 'Next 24 hours',
  'overview.nothingNext': 'No slot in the next 24 hours.',
  'overview.nothingRuns': 'Nothing runs.',
} as const;
