/** Every screen. A new one is a folder, its kind of page in page.ts, and a line here. */

import { checkScreen } from './check/screen.ts';
import { checksScreen } from './checks/screen.ts';
import { courseScreen } from './course/screen.ts';
import { doctorScreen } from './doctor/screen.ts';
import { evidenceScreen } from './evidence/screen.ts';
import { folderScreen } from './folder/screen.ts';
import { helpScreen } from './help/screen.ts';
import { hintsScreen } from './hints/screen.ts';
import { lessonScreen } from './lesson/screen.ts';
import { mapScreen } from './map/screen.ts';
import type { Page } from './page.ts';
import { passedScreen } from './passed/screen.ts';
import { reportScreen } from './report/screen.ts';
import { resetScreen } from './reset/screen.ts';
import type { Screen } from './screen.ts';
import { solutionScreen } from './solution/screen.ts';
import { stagesScreen } from './stages/screen.ts';
import { trialScreen } from './trial/screen.ts';
import { welcomeScreen } from './welcome/screen.ts';

const screens: { [Name in Page['screen']]: Screen<Extract<Page, { screen: Name }>> } = {
  welcome: welcomeScreen,
  folder: folderScreen,
  stages: stagesScreen,
  lesson: lessonScreen,
  map: mapScreen,
  checks: checksScreen,
  check: checkScreen,
  evidence: evidenceScreen,
  hints: hintsScreen,
  solution: solutionScreen,
  passed: passedScreen,
  report: reportScreen,
  reset: resetScreen,
  trial: trialScreen,
  course: courseScreen,
  doctor: doctorScreen,
  help: helpScreen,
};

/** The table's type ties each name to its page; here only that they belong together is known. */
export const screenOf = (page: Page): Screen<Page> => screens[page.screen] as Screen<Page>;
