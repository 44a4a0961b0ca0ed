/* SPDX-License-Identifier: MIT */
/*
 * uapi/elf.h - ELF files of 32 and 64 bits, and the auxiliary vector.
 */
#ifndef UAPI_ELF_H
#define UAPI_ELF_H

#define ELFMAG		"\177ELF"
#define SELFMAG		4
#define EI_CLASS	4
#define EI_DATA		5
#define ELFCLASS32	1
#define ELFCLASS64	2
#define ELFDATA2LSB	1
#define ET_EXEC		2
#define ET_DYN		3
#define EM_386		3
#define EM_X86_64	62

#define PT_LOAD		1
#define PT_DYNAMIC	2
#define PT_INTERP	3
#define PT_PHDR		6
#define PT_TLS		7
#define PT_GNU_STACK	0x6474e551

#define PF_X		1
#define PF_W		2
#define PF_R		4

struct elf32_hdr {
	unsigned char e_ident[16];
	unsigned short e_type, e_machine;
	unsigned int e_version;
	unsigned int e_entry, e_phoff, e_shoff;
	unsigned int e_flags;
	unsigned short e_ehsize, e_phentsize, e_phnum;
	unsigned short e_shentsize, e_shnum, e_shstrndx;
};

struct elf32_phdr {
	unsigned int p_type, p_offset, p_vaddr, p_paddr;
	unsigned int p_filesz, p_memsz, p_flags, p_align;
};

struct elf64_hdr {
	unsigned char e_ident[16];
	unsigned short e_type, e_machine;
	unsigned int e_version;
	unsigned long long e_entry, e_phoff, e_shoff;
	unsigned int e_flags;
	unsigned short e_ehsize, e_phentsize, e_phnum;
	unsigned short e_shentsize, e_shnum, e_shstrndx;
};

struct elf64_phdr {
	unsigned int p_type, p_flags;
	unsigned long long p_offset, p_vaddr, p_paddr;
	unsigned long long p_filesz, p_memsz, p_align;
};

#define AT_NULL		0
#define AT_PHDR		3
#define AT_PHENT	4
#define AT_PHNUM	5
#define AT_PAGESZ	6
#define AT_BASE		7
#define AT_FLAGS	8
#define AT_ENTRY	9
#define AT_UID		11
#define AT_EUID		12
#define AT_GID		13
#define AT_EGID		14
#define AT_PLATFORM	15
#define AT_HWCAP	16
#define AT_CLKTCK	17
#define AT_SECURE	23
#define AT_RANDOM	25
#define AT_HWCAP2	26
#define AT_EXECFN	31
#define AT_SYSINFO	32
#define AT_MINSIGSTKSZ	51

#endif
