import type { CheckPage } from './check/page.ts';
import type { ChecksPage } from './checks/page.ts';
import type { CoursePage } from './course/page.ts';
import type { DoctorPage } from './doctor/page.ts';
import type { EvidencePage } from './evidence/page.ts';
import type { FolderPage } from './folder/page.ts';
import type { HelpPage } from './help/page.ts';
import type { HintsPage } from './hints/page.ts';
import type { LessonPage } from './lesson/page.ts';
import type { MapPage } from './map/page.ts';
import type { PassedPage } from './passed/page.ts';
import type { ReportPage } from './report/page.ts';
import type { ResetPage } from './reset/page.ts';
import type { SolutionPage } from './solution/page.ts';
import type { StagesPage } from './stages/page.ts';
import type { TrialPage } from './trial/page.ts';
import type { WelcomePage } from './welcome/page.ts';

/** Where the learner is: a screen, and what it shows. The stack of these is the way back. */
export type Page =
  | WelcomePage
  | FolderPage
  | StagesPage
  | LessonPage
  | MapPage
  | ChecksPage
  | CheckPage
  | EvidencePage
  | HintsPage
  | SolutionPage
  | PassedPage
  | ReportPage
  | ResetPage
  | TrialPage
  | CoursePage
  | DoctorPage
  | HelpPage;
