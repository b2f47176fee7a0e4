// The reference for GET /health and for webhooks: the hello world of the same HTTP library, as its own documentation has it.
import fastify from 'fastify';

const app = fastify();
app.get('/', () => ({ hello: 'world' }));
// The same for whoever sends something: read, parsed, and nothing done with it.
app.post('/webhooks/linear', () => ({ hello: 'world' }));
process.send?.(await app.listen({ host: '127.0.0.1', port: 0 }));
