/** Stage 00: Go for those who have never seen it, in eight steps. The contract of each is its comment in the starter. */
import { stage } from '#kit';
import { closures } from './00-go-in-an-hour/closures.ts';
import { errors } from './00-go-in-an-hour/errors.ts';
import { goroutines } from './00-go-in-an-hour/goroutines.ts';
import { interfaces } from './00-go-in-an-hour/interfaces.ts';
import { json } from './00-go-in-an-hour/json.ts';
import { methods } from './00-go-in-an-hour/methods.ts';
import { slicesMaps } from './00-go-in-an-hour/slices-maps.ts';
import { values } from './00-go-in-an-hour/values.ts';
import { explainFault } from './common/explain-fault.ts';

export default stage({
  title: 'Go in an hour',
  about: 'New to Go? Start here: eight small steps for those who write Java or Kotlin. If you know Go, go on to 01.',
  needs: ['go'],
  explainFault,
  checks: [values, slicesMaps, errors, methods, interfaces, closures, goroutines, json],
});
