/** The Go files that call each step's package. */
import type { DriverCalls } from '#kit';

export const calls: DriverCalls = {
  step1: new URL('./calls/step1.go', import.meta.url),
  step2: new URL('./calls/step2.go', import.meta.url),
  step3: new URL('./calls/step3.go', import.meta.url),
  step4: new URL('./calls/step4.go', import.meta.url),
  step5: new URL('./calls/step5.go', import.meta.url),
  step6: new URL('./calls/step6.go', import.meta.url),
  step7: new URL('./calls/step7.go', import.meta.url),
  step8: new URL('./calls/step8.go', import.meta.url),
};
