#include "blob/media_type.hpp"

#include <gmock/gmock.h>
#include <unistd.h>
#include <zip.h>

#include <filesystem>
#include <fstream>

namespace luoshi::blob {
namespace {

using testing::HasSubstr;

class Evidence : public testing::Test {
protected:
    ~Evidence() override { std::filesystem::remove(path); }
    /// The accepted media type, or the error's code.
    std::string check(std::string_view name, std::string_view bytes) {
        std::ofstream{path} << bytes;
        return checked(name);
    }
    std::string check_zip(std::string_view name, std::initializer_list<const char*> entries) {
        std::filesystem::remove(path);
        int reason = 0;
        zip_t* archive = zip_open(path.c_str(), ZIP_CREATE, &reason);
        for (const char* entry : entries) {
            zip_file_add(archive, entry, zip_source_buffer(archive, "x", 1, 0), ZIP_FL_ENC_UTF_8);
        }
        zip_close(archive);
        return checked(name);
    }
    std::string checked(std::string_view name) {
        const auto type = check_type(name, path);
        message = type ? "" : type.error().message;
        return type ? std::string{type->media_type} : type.error().code;
    }
    static std::string ole(std::string_view stream) {
        std::string bytes = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + std::string(600, '\x01');
        for (const char c : stream) {
            bytes += c;
            bytes += '\0';
        }
        return bytes + std::string(20, '\0');
    }

    std::string path = std::filesystem::temp_directory_path() / ("luoshi-evidence-" + std::to_string(::getpid()));
    std::string message;
};

TEST_F(Evidence, IsAcceptedWhenNameAndContentSayTheSame) {
    EXPECT_EQ(check("通知.pdf", "%PDF-1.4\n"), "application/pdf");
    EXPECT_EQ(check("照片.JPG", "\xFF\xD8\xFF\xE0"), "image/jpeg");
    EXPECT_EQ(check("图.png", "\x89PNG\r\n\x1A\n"), "image/png");
    EXPECT_EQ(check("图.bmp", std::string{"BM\x46\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\1\0\0\0\1\0\0\0", 26}), "image/bmp");
    EXPECT_EQ(check("片.mp4", std::string{"\0\0\0\x18"
                                          "ftypmp42",
                                          12}),
              "video/mp4");
    EXPECT_EQ(check("总结.doc", ole("WordDocument")), "application/msword");
    EXPECT_EQ(check("台账.et", ole("Workbook")), "application/vnd.ms-excel");
    EXPECT_EQ(check("汇报.ppt", ole("PowerPoint Document")), "application/vnd.ms-powerpoint");
    EXPECT_EQ(check("说明.txt", "沧州市\r\n"), "text/plain; charset=utf-8");
    EXPECT_EQ(check("台账.csv", "\xC2\xE4\xCA\xB5,1\n"), "text/csv; charset=utf-8");  // 落实 in GB18030
    EXPECT_THAT(check_zip("方案.docx", {"[Content_Types].xml", "word/document.xml"}), HasSubstr("wordprocessingml"));
    EXPECT_THAT(check_zip("台账.xlsx", {"[Content_Types].xml", "xl/workbook.xml"}), HasSubstr("spreadsheetml"));
    EXPECT_EQ(check_zip("公文.ofd", {"OFD.xml", "Doc_0/Document.xml"}), "application/ofd");
    EXPECT_EQ(check_zip("材料.zip", {"照片/1.jpg", "说明.txt"}), "application/zip");
}

TEST_F(Evidence, IsRefusedByNameWhateverItHolds) {
    for (const char* name : {"页.html", "图.svg", "脚本.js", "程序.exe", "报告.pdf.exe", "宏.docm", "pdf", "无扩展名", "报告.pdf "}) {
        EXPECT_EQ(check(name, "%PDF-1.4\n"), "evidence.type_refused") << name;
    }
    EXPECT_THAT(message, HasSubstr("只接受 pdf、"));
}

TEST_F(Evidence, IsRefusedWhenTheContentIsSomethingElse) {
    const std::string program = std::string{"MZ\x90\0\3", 5};
    for (const char* name :
         {"a.pdf", "a.doc", "a.docx", "a.xls", "a.xlsx", "a.jpg", "a.png", "a.gif", "a.bmp", "a.mp4", "a.txt", "a.zip", "a.ofd"}) {
        EXPECT_EQ(check(name, program), "evidence.disguised") << name;
    }
    EXPECT_EQ(check("安装.doc", ole("Installer")), "evidence.disguised");
    EXPECT_EQ(check("表.doc", ole("Workbook")), "evidence.disguised");
    EXPECT_EQ(check_zip("包.docx", {"a.txt"}), "evidence.disguised");
    EXPECT_EQ(check_zip("表.docx", {"[Content_Types].xml", "xl/workbook.xml"}), "evidence.disguised");
    EXPECT_EQ(check_zip("宏.docx", {"[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"}), "evidence.disguised");
    EXPECT_THAT(message, HasSubstr("去掉打开密码和宏"));
}

TEST_F(Evidence, IsRefusedAsTextWhenABrowserWouldRunIt) {
    EXPECT_EQ(check("a.txt", "说明 <ScRiPt>alert(1)</script>"), "evidence.disguised");
    EXPECT_EQ(check("a.csv", "<HTML>"), "evidence.disguised");
    EXPECT_EQ(check("a.txt", "<svg onload=1>"), "evidence.disguised");
    EXPECT_EQ(check("a.txt", "#!/bin/sh\n"), "evidence.disguised");
    EXPECT_EQ(check("a.txt",
                    "\xFF\xFE"
                    "a"),
              "evidence.disguised");
    EXPECT_THAT(message, HasSubstr("UTF-8"));
}

TEST_F(Evidence, IsRefusedAsZipWithAProgramInside) {
    EXPECT_EQ(check_zip("材料.zip", {"照片.jpg", "工具/安装.EXE"}), "evidence.type_refused");
    EXPECT_THAT(message, HasSubstr("工具/安装.EXE"));
    std::string self_extracting;
    {
        check_zip("材料.zip", {"照片.jpg"});
        std::ifstream in{path};
        self_extracting = "MZ" + std::string{std::istreambuf_iterator<char>{in}, {}};
    }
    EXPECT_EQ(check("材料.zip", self_extracting), "evidence.disguised");
}

TEST_F(Evidence, IsRefusedWhenEmptyOrNamedToDeceive) {
    EXPECT_EQ(check("空.pdf", ""), "evidence.empty");
    EXPECT_EQ(check("报告\u202Efdp.exe.pdf", "%PDF-1.4"), "evidence.disguised");
    EXPECT_EQ(check("../a.pdf", "%PDF-1.4"), "evidence.disguised");
    EXPECT_EQ(check("a\n.pdf", "%PDF-1.4"), "evidence.disguised");
}

}  // namespace
}  // namespace luoshi::blob
