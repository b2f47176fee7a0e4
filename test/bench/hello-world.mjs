// The reference for GET /health: the hello world of the same HTTP library, as its own documentation has it.
import fastify from 'fastify';

const app = fastify();
app.get('/', () => ({ hello: 'world' }));
process.send?.(await app.listen({ host: '127.0.0.1', port: 0 }));
