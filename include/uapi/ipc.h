/* SPDX-License-Identifier: MIT */
/*
 * uapi/ipc.h - System V IPC as programs see it.
 *
 * The structures are those with IPC_64. A time is one long, or on 32-bit
 * machines two; of semid64_ds it is two longs on all, of which x86-64 uses one.
 */
#ifndef UAPI_IPC_H
#define UAPI_IPC_H

#define IPC_PRIVATE	0
#define IPC_CREAT	01000
#define IPC_EXCL	02000
#define IPC_NOWAIT	04000

#define IPC_RMID	0
#define IPC_SET		1
#define IPC_STAT	2
#define IPC_INFO	3
#define IPC_64		0x100		/* with the commands of ipc(2) */

struct ipc64_perm {
	int key;
	unsigned int uid, gid, cuid, cgid, mode;
	unsigned short seq, pad;
	unsigned long unused[2];
};

#define IPC_TIME_LONGS	(8 / sizeof(long))

/* ---- shared memory ------------------------------------------------------- */

#define SHM_RDONLY	010000
#define SHM_RND		020000
#define SHM_REMAP	040000
#define SHM_EXEC	0100000
#define SHM_HUGETLB	04000
#define SHM_DEST	01000		/* in the mode: to be destroyed */
#define SHM_LOCKED	02000

#define SHM_LOCK	11
#define SHM_UNLOCK	12
#define SHM_STAT	13
#define SHM_INFO	14
#define SHM_STAT_ANY	15

#define SHMLBA		PAGE_SIZE
#define SHMMIN		1u
#define SHMMNI		4096u

struct shmid64_ds {
	struct ipc64_perm shm_perm;
	unsigned long shm_segsz;
	unsigned long shm_atime[IPC_TIME_LONGS];
	unsigned long shm_dtime[IPC_TIME_LONGS];
	unsigned long shm_ctime[IPC_TIME_LONGS];
	int shm_cpid, shm_lpid;
	unsigned long shm_nattch, unused[2];
};

struct shminfo64 {
	unsigned long shmmax, shmmin, shmmni, shmseg, shmall, unused[4];
};

struct shm_info {
	int used_ids;
	unsigned long shm_tot, shm_rss, shm_swp, swap_attempts, swap_successes;
};

/* ---- messages ------------------------------------------------------------ */

#define MSG_NOERROR	010000
#define MSG_EXCEPT	020000
#define MSG_COPY	040000

#define MSG_STAT	11
#define MSG_INFO	12
#define MSG_STAT_ANY	13

#define MSGMNI		1024u
#define MSGMAX		8192u
#define MSGMNB		16384u

struct msqid64_ds {
	struct ipc64_perm msg_perm;
	unsigned long msg_stime[IPC_TIME_LONGS];
	unsigned long msg_rtime[IPC_TIME_LONGS];
	unsigned long msg_ctime[IPC_TIME_LONGS];
	unsigned long msg_cbytes, msg_qnum, msg_qbytes;
	int msg_lspid, msg_lrpid;
	unsigned long unused[2];
};

struct msginfo {
	int msgpool, msgmap, msgmax, msgmnb, msgmni, msgssz, msgtql;
	unsigned short msgseg, pad;
};

/* ---- semaphores ---------------------------------------------------------- */

#define SEM_UNDO	0x1000

#define GETPID		11
#define GETVAL		12
#define GETALL		13
#define GETNCNT		14
#define GETZCNT		15
#define SETVAL		16
#define SETALL		17
#define SEM_STAT	18
#define SEM_INFO	19
#define SEM_STAT_ANY	20

#define SEMMNI		1024u
#define SEMMSL		8192u
#define SEMMNS		(SEMMNI * SEMMSL)
#define SEMOPM		500u
#define SEMVMX		32767

struct sembuf {
	unsigned short sem_num;
	short sem_op, sem_flg;
};

struct semid64_ds {
	struct ipc64_perm sem_perm;
	unsigned long sem_otime[2], sem_ctime[2];
	unsigned long sem_nsems, unused[2];
};

struct seminfo {
	int semmap, semmni, semmns, semmnu, semmsl, semopm, semume, semusz;
	int semvmx, semaem;
};

#endif
