/*
 * bench_driver.h - what the programs of the rows over HTTP have in common to drive them: processes that serve and call,
 * what these take, medians, and what is said of requirements. A program of the rows includes WebServices.h and
 * bench_net.h, with BENCH_CLIENT, before it.
 */
#ifndef BENCH_DRIVER_H
#define BENCH_DRIVER_H

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sched.h>
#include <stdarg.h>
#include <sys/socket.h>
#include <sys/wait.h>

static void print_texts( WS_ERROR *error )
{
    ULONG count = 0, i, c; WS_STRING text;
    if (error) WsGetErrorProperty( error, WS_ERROR_PROPERTY_STRING_COUNT, &count, sizeof(count) );
    for (i = 0; i < count && SUCCEEDED( WsGetErrorString( error, i, &text ) ); i++, fputc( '\n', stderr ))
        for (c = 0; c < text.length; c++) fputc( text.chars[c] < 0x80 ? text.chars[c] : '?', stderr );
}
#define MUST(call) do { HRESULT hr_ = (call); if (FAILED( hr_ )) { fprintf( stderr, "%s: %08x\n", #call, (unsigned)hr_ ); print_texts( error ); exit( 1 ); } } while (0)

/* As many files as the system lets one have. */
static void raise_files( void )
{
    struct rlimit files;
    getrlimit( RLIMIT_NOFILE, &files );
    files.rlim_cur = files.rlim_max;
    setrlimit( RLIMIT_NOFILE, &files );
}

static const char *self, *gsoap; static int rounds = 5, missed, failed_rows; static double seconds = 1;
/* Speeds are counted in time of the processor, for a machine that does other work as well. */
static int counts_processor;

struct child { pid_t pid; FILE *from; int to; };
/* core: -1 for any */
static struct child start( int core, const char *program, ... )
{
    struct child child; int in[2], out[2]; va_list list; const char *arguments[8]; int n = 0;
    va_start( list, program );
    arguments[n++] = program;
    while ((arguments[n] = va_arg( list, const char * ))) n++;
    va_end( list );
    if (pipe2( in, 02000000 ) || pipe2( out, 02000000 )) abort();   /* O_CLOEXEC */
    fflush( stdout );
    if (!(child.pid = fork()))
    {
        dup2( in[0], 0 ); dup2( out[1], 1 );
        if (core >= 0) { cpu_set_t set; CPU_ZERO( &set ); CPU_SET( core, &set ); sched_setaffinity( 0, sizeof(set), &set ); }
        execv( program, (char **)arguments );
        _exit( 127 );
    }
    close( in[0] ); close( out[1] );
    child.to = in[1]; child.from = fdopen( out[0], "r" );
    return child;
}
/* The next line that begins so; what else it prints is shown, if it is to be. NULL at its end. */
static int is_quiet;
static const char *line_of( struct child *child, const char *begin )
{
    static char line[256];
    while (fgets( line, sizeof(line), child->from ))
    {
        if (!strncmp( line, begin, strlen( begin ) )) return line;
        if (!is_quiet) printf( "       %s", line );
    }
    return NULL;
}
static void end( struct child *child )
{
    close( child->to );
    kill( child->pid, SIGKILL );
    waitpid( child->pid, NULL, 0 );
    fclose( child->from );
}
static double processor_of( struct child *child )
{
    clockid_t clock; struct timespec t;
    if (clock_getcpuclockid( child->pid, &clock ) || clock_gettime( clock, &t )) return 0;
    return t.tv_sec + t.tv_nsec * 1e-9;
}
/* A number of /proc: VmRSS and VmHWM in kB, Threads. */
static long status_of( struct child *child, const char *field )
{
    char path[64], line[256]; long value = -1; FILE *file;
    snprintf( path, sizeof(path), "/proc/%d/status", child->pid );
    if (!(file = fopen( path, "r" ))) return -1;
    while (fgets( line, sizeof(line), file ))
        if (!strncmp( line, field, strlen( field ) ) && line[strlen( field )] == ':') value = atol( line + strlen( field ) + 1 );
    fclose( file );
    return value;
}
static int free_port( void )
{
    struct sockaddr_in a = { .sin_family = AF_INET, .sin_addr.s_addr = htonl( INADDR_LOOPBACK ) }; socklen_t size = sizeof(a);
    int s = socket( AF_INET, SOCK_STREAM, 0 );
    if (bind( s, (struct sockaddr *)&a, size ) || getsockname( s, (struct sockaddr *)&a, &size )) abort();
    close( s );
    return ntohs( a.sin_port );
}
static void verdict( const char *what, double ratio, const char *sign, double required )
{
    int met = sign[0] == '>' ? ratio >= required : ratio <= required;
    missed += !met;
    printf( "RATIO  %-58s %9.2f  required %s %.2f  %s\n", what, ratio, sign, required, met ? "met" : "NOT MET" );
    fflush( stdout );
}
static int failed_row( const char *row, const char *why ) { printf( "FAIL   %-22s %s\n", row, why ); failed_rows++; return 1; }

struct figures { double speed, p50, p99, client, service, busy; };
/* One turn: a service and a client of one side. */
enum side { OURS, GSOAP, FLOOR };
static int turn( const char *program, enum side side, int clients, int service_core, int client_core, struct figures *figures )
{
    char port[16], count[16], time[16], threads[16]; struct child service, client; const char *line; long calls = 0; double wall = 1, before, used;
    snprintf( port, sizeof(port), "%d", free_port() ); snprintf( count, sizeof(count), "%d", clients );
    snprintf( time, sizeof(time), "%f", seconds ); snprintf( threads, sizeof(threads), "%d", clients );
    service = start( service_core, program, side == FLOOR ? "floor_service" : "serve", port, side == GSOAP ? threads : NULL, NULL );
    if (!line_of( &service, "serving" )) { end( &service ); return 1; }
    before = processor_of( &service );
    client = start( client_core, program, side == FLOOR ? "floor_call" : "call", port, count, time, NULL );
    line = line_of( &client, "RUN" );
    used = processor_of( &service ) - before;
    if (!line || sscanf( line, "RUN %ld %lf %lf %lf %lf", &calls, &wall, &figures->p50, &figures->p99, &figures->client ) != 5) { end( &client ); end( &service ); return 1; }
    figures->speed = calls / wall;
    /* What warming up took is in it, and its calls are counted too. */
    figures->service = used / (double)(calls + (long)WARM_UP * clients) * 1e6;
    if (counts_processor) figures->speed = 1e6 / (figures->service + figures->client);
    figures->busy = (figures->service + figures->client) * figures->speed / 1e6;
    end( &client ); end( &service );
    return 0;
}
static double middle( double *values, int count )
{
    int i, j;
    for (i = 1; i < count; i++) for (j = i; j > 0 && values[j - 1] > values[j]; j--) { double t = values[j]; values[j] = values[j - 1]; values[j - 1] = t; }
    return values[count / 2];
}
#endif
