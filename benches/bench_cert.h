/*
 * bench_cert.h - certificates for the rows that need some, made once for a run.
 */
#ifndef BENCH_CERT_H
#define BENCH_CERT_H

#include <WebServicesX.h>

static const CERT_CONTEXT *certificate_of( const char *folder, const char *name, int has_key )
{
    static char room[2][65536]; WS_BYTES part[2]; const CERT_CONTEXT *cert = NULL; char path[512]; FILE *file; int i;
    for (i = 0; i < 1 + has_key; i++)
    {
        snprintf( path, sizeof(path), "%s/%s.%s", folder, name, i ? "key" : "pem" );
        if (!(file = fopen( path, "r" ))) { perror( path ); exit( 1 ); }
        part[i].bytes = (BYTE *)room[i]; part[i].length = (ULONG)fread( room[i], 1, sizeof(room[i]), file );
        fclose( file );
    }
    if (FAILED( WsxCertFromPem( &part[0], has_key ? &part[1] : NULL, NULL, &cert, NULL ) )) { fprintf( stderr, "%s: no certificate\n", path ); exit( 1 ); }
    return cert;
}

/* Where they are: made once, by a command that takes the folder. NULL if it fails. */
static const char *certificate_folder( const char *command )
{
    static char folder[64]; char line[512];
    if (folder[0]) return folder;
    snprintf( folder, sizeof(folder), "/tmp/bench-certificates.%d", (int)getpid() );
    snprintf( line, sizeof(line), "%s %s >/dev/null 2>&1", command, folder );
    if (system( line )) { folder[0] = 0; return NULL; }
    return folder;
}
static void remove_certificate_folder( void )
{
    char command[128];
    snprintf( command, sizeof(command), "rm -rf /tmp/bench-certificates.%d", (int)getpid() );
    if (system( command )) perror( command );
}
#endif
