import { atTop, type Scroll } from '../../state/scroll.ts';

export type DoctorPage = { screen: 'doctor'; scroll: Scroll };

export const doctorPage: DoctorPage = { screen: 'doctor', scroll: atTop };
