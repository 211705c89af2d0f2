/** `selected`: the learner's choice. */
export type StagesPage = { screen: 'stages'; selected?: string };

export const stagesPage = (selected?: string): StagesPage => ({ screen: 'stages', selected });
