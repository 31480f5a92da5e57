/*
 * bench_net.h - what the programs of the rows over HTTP share: clocks, clients that call for a time, and ends.
 */
#ifndef BENCH_NET_H
#define BENCH_NET_H

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

static inline double wall_s( void ) { struct timespec t; clock_gettime( CLOCK_MONOTONIC, &t ); return t.tv_sec + t.tv_nsec * 1e-9; }
static inline double used_s( void ) { struct timespec t; clock_gettime( CLOCK_PROCESS_CPUTIME_ID, &t ); return t.tv_sec + t.tv_nsec * 1e-9; }

/* A service ends with its input, and with the program that reads it. */
static inline void *end_with_input( void *unused )
{
    char byte;
    while (read( 0, &byte, 1 ) > 0) {}
    _exit( 0 );
    return unused;
}
static inline void start_ending_with_input( void )
{
    pthread_t thread;
    if (pthread_create( &thread, NULL, end_with_input, NULL )) abort();
}

#ifdef BENCH_CLIENT
enum { WARM_UP = 300, MAX_LATENCIES = 4000000 };
static void *(*open_client)( void );
static int (*add_numbers)( void *client, int a, int b, int *sum );
static double run_seconds;
static float *latencies;
static atomic_long latency_count, call_count;
static atomic_int ready_count, go, failures;
static double run_start;

static inline int by_size( const void *a, const void *b ) { float x = *(const float *)a, y = *(const float *)b; return x < y ? -1 : x > y; }

/* One client: calls until the time is over. What it has measured is handed over in pieces. */
static inline void *one_client( void *unused )
{
    void *client = open_client();
    float mine[256]; int have = 0, i, sum;
    long done = 0;
    for (i = 0; client && i < WARM_UP; i++)
        if (add_numbers( client, i, 1, &sum ) || sum != i + 1) { failures++; break; }
    if (!client) failures++;
    ready_count++;
    while (!go) usleep( 100 );
    for (i = 0; !failures; i++)
    {
        double before = wall_s(), after;
        if (add_numbers( client, i, 1, &sum ) || sum != i + 1) { failures++; break; }
        after = wall_s();
        done++;
        mine[have++] = (float)(after - before);
        if (have == 256)
        {
            long at = atomic_fetch_add( &latency_count, have );
            if (at + have <= MAX_LATENCIES) memcpy( latencies + at, mine, sizeof(mine) );
            have = 0;
        }
        if (after - run_start > run_seconds) break;
    }
    call_count += done;
    return unused;
}

/* Prints RUN calls seconds p50 p99 (in microseconds) and what the client took of the processor, per call. */
static inline int run_clients( int clients, double seconds, void *(*open)( void ), int (*add)( void *, int, int, int * ) )
{
    pthread_t *threads = calloc( (size_t)clients, sizeof(*threads) );
    double used, wall; long n; int i;
    open_client = open; add_numbers = add; run_seconds = seconds;
    latencies = malloc( MAX_LATENCIES * sizeof(*latencies) );
    if (clients > 1)
    {
        for (i = 0; i < clients; i++) if (pthread_create( &threads[i], NULL, one_client, NULL )) abort();
        while (ready_count < clients) usleep( 1000 );
        used = used_s(); run_start = wall_s(); go = 1;
        for (i = 0; i < clients; i++) pthread_join( threads[i], NULL );
    }
    else
    {
        void *client = open(); int sum; long done = 0;
        for (i = 0; client && i < WARM_UP; i++) if (add( client, i, 1, &sum ) || sum != i + 1) return 1;
        if (!client) return 1;
        used = used_s(); run_start = wall_s();
        double before = run_start, after;
        do
        {
            if (add( client, (int)done, 1, &sum ) || sum != (int)done + 1) return 1;
            after = wall_s();
            if (done < MAX_LATENCIES) latencies[done] = (float)(after - before);
            done++; before = after;
        } while (after - run_start < seconds);
        call_count = done; latency_count = done;
    }
    wall = wall_s() - run_start; used = used_s() - used;
    if (failures) { fprintf( stderr, "%d clients failed\n", failures ); return 1; }
    n = latency_count < MAX_LATENCIES ? latency_count : MAX_LATENCIES;
    qsort( latencies, (size_t)n, sizeof(*latencies), by_size );
    printf( "RUN %ld %.6f %.2f %.2f %.3f\n", (long)call_count, wall, n ? latencies[n / 2] * 1e6 : 0, n ? latencies[n * 99 / 100] * 1e6 : 0,
            used / (double)call_count * 1e6 );
    fflush( stdout );
    _exit( 0 );   /* what closing takes is not asked */
}
#endif
#endif
